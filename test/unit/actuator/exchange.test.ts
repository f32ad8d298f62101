import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import { Bench, identityOf, machineOf, until } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';

after(() => Bench.closeAll());

const FIRST = 1000;
const BATCH = 20;
const EXCHANGED = 300;

/** Node 0 has 1,000 pages, all taken by what is cold but for a headroom of 100; what is hot is on node 1. */
function scene() {
  const machine = machineOf({
    nodes: [
      { id: 0, pages: 1000 },
      { id: 1, pages: 2000 },
    ],
  });
  const cold = machine.spawn({ mappings: [{ startPage: FIRST, pages: 900, node: 0 }] });
  const hot = machine.spawn({ mappings: [{ startPage: FIRST, pages: EXCHANGED, node: 1 }] });
  const bench = new Bench({ machine, settings: { headroomShare: 0.1, batchPages: BATCH } });
  bench.hear();
  const up = moves({ target: identityOf(machine, hot), from: 1, to: 0, ranges: [[FIRST, EXCHANGED]] });
  const down = moves({ target: identityOf(machine, cold), from: 0, to: 1, ranges: [[FIRST, EXCHANGED]] });
  return { machine, bench, cold, hot, exchange: signed(plan(1, [up, down])) };
}

test('with a full fast tier, n demotions are followed by n promotions, batch by batch, and the headroom stays', async () => {
  const { machine, bench, cold, hot, exchange } = scene();
  const seen: { down: number; up: number; free: number }[] = [];
  const look = (): void => {
    const free = machine.freePages(0);
    seen.push({ down: EXCHANGED + 600 - machine.pagesOn(cold, 0), up: machine.pagesOn(hot, 0), free });
  };
  machine.pages.beforeMove = look;
  bench.send(exchange);
  const { totals } = await bench.outcome('plan-1');
  look();
  assert.equal(totals?.pagesMoved, String(2 * EXCHANGED));
  for (const { down, up, free } of seen) {
    assert.ok(up <= down, `${up} promoted into the room of ${down}`);
    assert.ok(down - up <= BATCH, `${down - up} pages of room lie idle while promotions wait`);
    assert.ok(free >= 100, `${free} pages are free, 100 have to be`);
  }
  assert.equal(machine.pagesOn(hot, 0), EXCHANGED);
});

test('where the demotions of an exchange are refused its promotions wait, and end with the plan that follows', async () => {
  const { machine, bench, cold, hot, exchange } = scene();
  machine.refuse(cold, FIRST, EXCHANGED, 'EACCES');
  bench.send(exchange);
  await until(() => machine.pages.calls > 0, 'the demotions to be tried');
  await sleep(250);
  assert.equal(machine.pagesOn(hot, 0), 0, 'a promotion went into the headroom');
  assert.equal(bench.published.length, 0, 'the promotions wait for room');
  bench.send(signed(plan(2, [moves({ target: anyone(machine), from: 0, to: 1, ranges: [[FIRST, 1]] })])));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual([totals?.pagesMoved, totals?.pagesFailed], ['0', { EACCES: String(EXCHANGED) }]);
  assert.deepEqual(totals?.pagesSkipped, { headroom: String(EXCHANGED) });
});

test('where half of the demotions are refused, half of the promotions find room', async () => {
  const { machine, bench, cold, hot, exchange } = scene();
  machine.refuse(cold, FIRST, EXCHANGED / 2, 'EACCES');
  bench.send(exchange);
  await until(() => machine.pagesOn(hot, 0) === EXCHANGED / 2, 'the room of those that moved to be used');
  await sleep(150);
  assert.equal(machine.pagesOn(hot, 0), EXCHANGED / 2);
  assert.ok(machine.freePages(0) >= 100);
});

function anyone(machine: FakeMachine) {
  return identityOf(machine, machine.spawn({ mappings: [{ startPage: FIRST, pages: 1, node: 1 }] }));
}
