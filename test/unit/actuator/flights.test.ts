import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { systemClock } from '../../../services/actuator/clock.js';
import { Journal } from '../../../services/actuator/journal.js';
import type { BatchReport, MoveBatch, Mover } from '../../../services/actuator/moverPort.js';
import { pageCountOf } from '../../../services/actuator/pageRuns.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import { Bench, identityOf, machineOf, nearMover, newStateDir, until } from './kit/bench.js';
import { cutOffPlan } from './kit/cutOffPlan.js';
import { BOOT, HOST, moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;
const WIDTH = 2;

afterEach(() => Bench.closeAll());

/** The mover over the fake machine, wide, whose batches go through `around`; tells how many were under way at once. */
function wideMover(
  machine: FakeMachine,
  around: (move: () => Promise<BatchReport>, batch: MoveBatch) => Promise<BatchReport>,
) {
  const near = nearMover(machine, systemClock, WIDTH);
  const seen = { now: 0, most: 0 };
  const mover: Mover = {
    ...near,
    move: async (batch) => {
      seen.most = Math.max(seen.most, ++seen.now);
      try {
        return await around(() => near.move(batch), batch);
      } finally {
        seen.now--;
      }
    },
  };
  return { mover, seen };
}

function scene(pages: number, around: Parameters<typeof wideMover>[1], settings: object = {}) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages, node: 1 }] });
  const { mover, seen } = wideMover(machine, around);
  const bench = new Bench({ machine, mover: () => mover, settings });
  bench.hear();
  const target = identityOf(machine, pid);
  const promotion = (ranges: [number, number][]) => moves({ target, from: 1, to: 0, ranges });
  return { machine, pid, bench, seen, promotion };
}

test('as many batches are under way as the mover is wide, and each page is moved once', async () => {
  const { machine, bench, seen, promotion } = scene(1000, async (move) => {
    await sleep(2);
    return move();
  });
  bench.send(signed(plan(1, [promotion([[FIRST, 1000]])])));
  const { totals, state } = await bench.outcome('plan-1');
  assert.equal(state, 'OUTCOME_STATE_COMPLETED');
  assert.equal(totals?.pagesMoved, '1000');
  assert.equal(machine.migrations(), 1000);
  assert.equal(seen.most, WIDTH);
});

test('whatever fails and whichever batch ends first: what the outcome says of each page is what became of it', async () => {
  const run = fc.record({
    first: fc.nat(799),
    pages: fc.integer({ min: 1, max: 90 }),
    errno: fc.constantFrom('EACCES', 'EBUSY', 'ENOENT'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { maxLength: 6 }),
      fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }),
      async (refused, delays) => {
        let batches = 0;
        const { machine, pid, bench, promotion } = scene(800, async (move) => {
          await sleep(delays[batches++ % delays.length]);
          return move();
        });
        for (const { first, pages, errno } of refused)
          machine.refuse(pid, FIRST + first, Math.min(pages, 800 - first), errno);
        bench.send(
          signed(
            plan(1, [
              promotion([
                [FIRST, 300],
                [FIRST + 350, 450],
              ]),
            ]),
          ),
        );
        const { totals } = await bench.outcome('plan-1');
        const moved = Number(totals?.pagesMoved);
        const failed = Object.values(totals?.pagesFailed ?? {}).reduce((sum, count) => sum + Number(count), 0);
        assert.equal(moved + failed, 750);
        assert.equal(machine.pagesOn(pid, 0), moved);
        assert.equal(machine.migrations(), moved);
        await bench.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('an end met by one batch waits for the other one: what that moved is told', async () => {
  let open = (): void => undefined;
  const made: { machine?: FakeMachine } = {};
  const { machine, bench, promotion } = scene(500, async (move, batch) => {
    const isFirst = batch.runs.startPage[0] === FIRST;
    if (isFirst) await new Promise<void>((resolve) => (open = resolve));
    made.machine?.fill(0, isFirst ? 1000 : 10);
    return move();
  });
  made.machine = machine;
  bench.send(signed(plan(1, [promotion([[FIRST, 500]])])));
  await until(() => machine.migrations() === 10, 'the second batch to run out of room');
  await sleep(50);
  assert.equal(bench.published.length, 0, 'the first batch is under way');
  open();
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, '74');
  assert.deepEqual(totals?.pagesFailed, { ENOMEM: '54' });
  assert.deepEqual(totals?.pagesSkipped, { 'target-full': '372' });
  assert.equal(machine.migrations(), 74);
});

test('a mover that is lost ends the plan when the other batch has landed: the lost one is unknown, the other one is told', async () => {
  const { machine, bench, promotion } = scene(500, async (move, batch) => {
    if (batch.runs.startPage[0] === FIRST) throw new Error('it crashed too often');
    await sleep(30);
    return move();
  });
  bench.send(signed(plan(1, [promotion([[FIRST, 500]])])));
  const { totals, reason } = await bench.outcome('plan-1');
  assert.equal(reason, 'mover-failed');
  assert.equal(totals?.pagesUnknown, '64');
  assert.equal(totals?.pagesMoved, '64');
  assert.deepEqual(totals?.pagesSkipped, { 'mover-failed': '372' });
  assert.equal(machine.migrations(), 64);
});

test('batches under way are of one group: another one waits until they have landed', async () => {
  const underWay: MoveBatch[] = [];
  const { machine, pid, bench, seen, promotion } = scene(600, async (move, batch) => {
    underWay.push(batch);
    for (const other of underWay) assert.equal(other.space, batch.space);
    await sleep(3);
    const report = await move();
    underWay.splice(underWay.indexOf(batch), 1);
    return report;
  });
  bench.send(
    signed(plan(1, [promotion([[FIRST, 200]]), promotion([[FIRST + 200, 200]]), promotion([[FIRST + 400, 200]])])),
  );
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, '600');
  assert.equal(machine.pagesOn(pid, 0), 600);
  assert.equal(seen.most, WIDTH);
});

test('a stop ends the batches under way and begins no other', async () => {
  let begun = 0;
  const made: { bench?: Bench } = {};
  const { machine, bench, promotion } = scene(2000, async (move, batch) => {
    if (++begun === 4) made.bench?.hear({ stop: true });
    await sleep(5);
    assert.equal(pageCountOf(batch.runs), 64);
    return move();
  });
  made.bench = bench;
  bench.send(signed(plan(1, [promotion([[FIRST, 2000]])])));
  const { totals, reason } = await bench.outcome('plan-1');
  assert.equal(reason, 'stopped');
  assert.ok(begun <= 5, `${begun} batches were begun`);
  assert.equal(totals?.pagesMoved, String(64 * begun));
  assert.equal(machine.migrations(), 64 * begun);
});

test('batches that a crash cut off side by side: each is taken up, and nothing of them is moved twice or forgotten', async () => {
  const stateDir = newStateDir();
  const machine = machineOf();
  // Of the first batch (0 to 19) ten were moved, of the second (20 to 59) all; the third was moved and told.
  const pid = machine.spawn({
    mappings: [{ startPage: FIRST, pages: 200, node: (index) => (index < 10 || (index >= 20 && index < 70) ? 0 : 1) }],
  });
  const journal = new Journal(join(stateDir, 'journal.log'), { keepMs: 1000, maxBytes: 2 ** 20 });
  const space = moves({ target: identityOf(machine, pid), from: 1, to: 0, ranges: [[FIRST, 200]] });
  const planId = 'plan-1';
  const bytes = signed(plan(1, [space]));
  journal.append({ kind: 'accepted', planId, key: `${HOST}/${BOOT}/1`, atUnixMs: 1, bytes });
  const intent = (batch: number, first: number, count: number) =>
    journal.append({
      kind: 'intent',
      planId,
      group: 0,
      batch,
      atMs: 1,
      moveBytes: count * 4096,
      spans: [{ first, count }],
    });
  intent(1, 0, 20);
  intent(2, 20, 40);
  intent(3, 60, 10);
  const runs = [{ first: 60, count: 10, verdict: 1, detail: 0 }];
  journal.append({
    kind: 'progress',
    planId,
    group: 0,
    batch: 3,
    bytesMoved: 10 * 4096,
    seconds: 0,
    completedMs: 1,
    runs,
  });
  journal.close();
  const bench = new Bench({ machine, stateDir, mover: (each) => nearMover(each, systemClock, WIDTH) });
  bench.hear();
  const { totals } = await bench.outcome(planId);
  assert.equal(totals?.pagesMoved, '200');
  assert.equal(machine.migrations(), 200 - 60);
});

test('where the process of cut-off batches is gone, all of them are unknown and only the rest is skipped', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 200, node: 1 }] });
  const batches = [0, 20].map((first) => ({ first, count: 20 }));
  const stateDir = cutOffPlan(machine, pid, { from: 1, to: 0, range: [FIRST, 200] }, batches);
  machine.exit(pid);
  const bench = new Bench({ machine, stateDir });
  bench.hear();
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesUnknown, '40');
  assert.deepEqual(totals?.pagesSkipped, { 'process-gone': '160' });
});
