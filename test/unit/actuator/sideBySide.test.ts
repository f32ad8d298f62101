import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../services/actuator/clock.js';
import type { IntentRecord } from '../../../services/actuator/journalRecords.js';
import type { Mover } from '../../../services/actuator/moverPort.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import { Bench, identityOf, machineOf, nearMover, until } from './kit/bench.js';
import { cutOffPlan } from './kit/cutOffPlan.js';
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

/** A plan of 500 pages under way, and a journal that refuses its first intents; `onRefused` is told of each, which is kept. */
function unwritable(refusals: number, onRefused: (bench: Bench) => void = () => undefined) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 500, node: 1 }] });
  const bench = new Bench({ machine, mover: wide });
  const refused: IntentRecord[] = [];
  const append = bench.journal.append.bind(bench.journal);
  bench.journal.append = (record) => {
    if (record.kind === 'intent' && refused.length < refusals) {
      refused.push(record);
      onRefused(bench);
      throw new Error('ENOSPC: no space left on device');
    }
    append(record);
  };
  bench.hear();
  bench.send(signed(plan(1, [moves({ target: identityOf(machine, pid), from: 1, to: 0, ranges: [[FIRST, 500]] })])));
  return { machine, bench, refused };
}

test('a batch whose intent cannot be written is not under way: the same pages are tried again, and no others', async () => {
  const { machine, bench, refused } = unwritable(2);
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '500');
  assert.equal(machine.migrations(), 500);
  assert.deepEqual(
    refused.map(({ spans }) => spans[0]?.first),
    [0, 0],
  );
});

test('a plan that is stopped or taken back while its intent cannot be written begins no batch', async () => {
  const controls = { stopped: { stop: true }, withdrawn: { withdrawnPlans: ['plan-1'] } };
  for (const [reason, control] of Object.entries(controls)) {
    const { machine, bench } = unwritable(1, (it) => it.hear(control));
    const outcome = await bench.outcome('plan-1');
    assert.equal(outcome.reason, reason);
    assert.deepEqual(outcome.totals?.pagesSkipped, { [reason]: '500' });
    assert.equal(machine.migrations(), 0);
  }
});

/** A plan of 200 pages of which a crash cut two batches off: pages 0 to 19 and 20 to 39. The target has no free page. */
function cutOff() {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 200, node: 0 }] });
  machine.fill(1, 0);
  const batches = [0, 20].map((first) => ({ first, count: 20 }));
  const stateDir = cutOffPlan(machine, pid, { from: 0, to: 1, range: [FIRST, 200] }, batches);
  return { stateDir, machine };
}

test('a plan that ends between two batches that a crash cut off: the second one is unknown, whatever the first one met', async () => {
  const { stateDir, machine } = cutOff();
  const near = wide(machine);
  const move: Mover['move'] = async (batch) => {
    const report = await near.move(batch);
    bench.hear({ stop: true });
    return report;
  };
  const bench: Bench = new Bench({ machine, stateDir, mover: () => ({ ...near, move }) });
  bench.hear();
  const outcome = await bench.outcome('plan-1');
  assert.equal(outcome.reason, 'stopped');
  assert.deepEqual(outcome.totals?.pagesFailed, { ENOMEM: '20' });
  assert.equal(outcome.totals?.pagesUnknown, '20');
  assert.deepEqual(outcome.totals?.pagesSkipped, { stopped: '160' });
});

test('batches that a crash cut off and that have no room any more are unknown, and the first one ends the direction', async () => {
  const { stateDir, machine } = cutOff();
  const bench = new Bench({ machine, stateDir, mover: wide });
  bench.hear();
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual(totals?.pagesFailed, { ENOMEM: '20' });
  assert.equal(totals?.pagesUnknown, '20');
  assert.deepEqual(totals?.pagesSkipped, { 'target-full': '160' });
});

test('a promotion that a crash cut off is not taken up where its room was taken meanwhile: it is unknown, and the rest waits for room', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 200, node: 1 }] });
  const stateDir = cutOffPlan(machine, pid, { from: 1, to: 0, range: [FIRST, 200] }, [{ first: 0, count: 20 }]);
  machine.fill(0, 19);
  const bench = new Bench({ machine, stateDir, settings: { headroomShare: 0 } });
  bench.hear();
  await until(() => machine.pagesOn(pid, 0) === 19, 'what there is room for');
  bench.hear({ stop: true });
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesUnknown, '20');
  assert.equal(totals?.pagesMoved, '19');
});

test('an actuator that closes between two batches that a crash cut off leaves the second one to its successor', async () => {
  const { stateDir, machine } = cutOff();
  const near = wide(machine);
  const closed: Promise<void>[] = [];
  const move: Mover['move'] = async (batch) => {
    const report = await near.move(batch);
    closed.push(bench.close());
    return report;
  };
  const bench: Bench = new Bench({ machine, stateDir, mover: () => ({ ...near, move }) });
  bench.hear();
  await until(() => closed.length > 0, 'the first batch to be taken up');
  await Promise.all(closed);
  machine.fill(1, 1000);
  const successor = new Bench({ machine, stateDir, mover: wide });
  successor.hear();
  const { totals } = await successor.outcome('plan-1');
  assert.deepEqual(totals?.pagesFailed, { ENOMEM: '20' });
  assert.equal(totals?.pagesMoved, '180');
});
