import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../services/actuator/clock.js';
import type { Mover } from '../../../services/actuator/moverPort.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import { Bench, identityOf, machineOf, nearMover, until } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';

// What may go wrong while two batches of one plan are under way, or was left of them by a crash.

const FIRST = 0x10000;
const BATCH_PAGES = 64;
const wide = (machine: FakeMachine): Mover => nearMover(machine, systemClock, 2);

afterEach(() => Bench.closeAll());

/** A process of `pages` pages on node 1, on its way to node 0, of whose 1000 pages 900 are taken or to be left free. */
function tightScene(pages: number, around: (move: Mover['move']) => Mover['move']) {
  const nodes = [0, 1].map((id) => ({ id, pages: 1000 }));
  const machine = machineOf({ nodes });
  const cold = machine.spawn({ mappings: [{ startPage: FIRST, pages: 800, node: 0 }] });
  const hot = machine.spawn({ mappings: [{ startPage: FIRST, pages, node: 1 }] });
  const near = wide(machine);
  const bench = new Bench({
    machine,
    mover: () => ({ ...near, move: around(near.move) }),
    settings: { headroomShare: 0.1 },
  });
  bench.hear();
  const target = identityOf(machine, hot);
  const promotion = (first: number, count: number) =>
    moves({ target, from: 1, to: 0, ranges: [[FIRST + first, count]] });
  return { machine, bench, cold, hot, promotion };
}

test('two promotions under way do not take the same room', async () => {
  const { machine, bench, cold, hot, promotion } = tightScene(300, (move) => async (batch) => {
    await sleep(5);
    return move(batch);
  });
  bench.send(signed(plan(1, [promotion(0, 300)])));
  await until(() => machine.pagesOn(hot, 0) >= 100, 'the room to be used');
  await sleep(150);
  assert.equal(machine.pagesOn(hot, 0), 100, 'a promotion went past the headroom');
  machine.exit(cold);
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '300');
});

test('a promotion that was lost holds no room', async () => {
  let calls = 0;
  const { machine, bench, hot, promotion } = tightScene(300, (move) => (batch) => {
    if (++calls === 1) return Promise.reject(new Error('it crashed too often'));
    return move(batch);
  });
  bench.send(signed(plan(1, [promotion(0, BATCH_PAGES)])));
  assert.equal((await bench.outcome('plan-1')).reason, 'mover-failed');
  bench.send(signed(plan(2, [promotion(100, 100)])));
  assert.equal((await bench.outcome('plan-2')).totals?.pagesMoved, '100');
  assert.equal(machine.pagesOn(hot, 0), 100);
});
