import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { systemClock } from '../../../services/actuator/clock.js';
import { Damos } from '../../../services/actuator/damos.js';
import type { MoveBatch } from '../../../services/actuator/moverPort.js';
import { Movers } from '../../../services/actuator/movers.js';
import { Verdict } from '../../../services/actuator/verdict.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import { KernelError } from '../../../services/kernel/errno.js';
import { FakeFrames } from '../../../services/kernel/fakeFrames.js';
import { Bench, machineOf, nearMover } from './kit/bench.js';
import { plan, signed } from './kit/plans.js';
import { eachPage, oneRun } from './kit/runs.js';

after(() => Bench.closeAll());

/** Frames of each node. */
const NODE = 2 ** 18;

function damosOver(frames: FakeFrames): Damos {
  const machine = machineOf();
  const pause = () => Promise.resolve();
  return new Damos(frames, systemClock, pause, 4096, () => machine.host.topology([[0], [1]]).tiers);
}

function stage(inUse: readonly number[]): { bench: Bench; frames: FakeFrames } {
  const machine = machineOf();
  const frames = new FakeFrames(NODE);
  for (const frame of inUse) frames.inUse.add(frame);
  const movers = Movers.of(nearMover(machine), damosOver(frames));
  const bench = new Bench({ machine, movers, settings: { batchPages: 8192 } });
  bench.hear();
  return { bench, frames };
}

function demotion(ranges: readonly (readonly [number, number])[], changes: Partial<SpaceMoves> = {}): SpaceMoves {
  return {
    space: { physical: { node: 0 } },
    direction: 'DIRECTION_DEMOTION',
    fromNode: 0,
    toNode: 1,
    ranges: encodeRanges({ startPage: ranges.map(([start]) => start), pages: ranges.map(([, pages]) => pages) }),
    ...changes,
  };
}

function span(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}

test('page frames are moved by schemes, and frames without a page are told apart', async () => {
  const { bench, frames } = stage([...span(1000, 100), ...span(5000, 20)]);
  const ranges = [[990, 110] as const, [5000, 20] as const];
  bench.send(signed(plan(1, [demotion(ranges)])));
  const { totals, spaces } = await bench.outcome('plan-1');
  assert.deepEqual([totals?.pagesMoved, totals?.pagesFailed], ['120', { ENOENT: '10' }]);
  assert.equal(Number(spaces[0]?.bytesMoved), 120 * 4096);
  assert.deepEqual(
    new Set(frames.asked.map(({ toNode, action }) => `${action} ${toNode}`)),
    new Set(['migrate_cold 1']),
  );
});

test('promotions are asked for as hot', async () => {
  const { bench, frames } = stage(span(NODE + 7, 30));
  const up = demotion([[NODE + 7, 30]], {
    space: { physical: { node: 1 } },
    direction: 'DIRECTION_PROMOTION',
    fromNode: 1,
    toNode: 0,
  });
  bench.send(signed(plan(1, [up])));
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '30');
  assert.deepEqual(frames.asked, [{ ranges: [{ start: NODE + 7, end: NODE + 37 }], toNode: 0, action: 'migrate_hot' }]);
});

test('frames that the kernel keeps are skipped by name', async () => {
  const { bench, frames } = stage(span(1000, 50));
  for (const frame of span(1010, 5)) frames.kept.add(frame);
  bench.send(signed(plan(1, [demotion([[1000, 50]])])));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual([totals?.pagesMoved, totals?.pagesSkipped], ['45', { 'kept-by-kernel': '5' }]);
});

test('what was freed meanwhile is not called moved, and what came into use anew is not called kept', async () => {
  const { bench, frames } = stage(span(1000, 50));
  frames.beforeMigrate = () => void frames.inUse.delete(1003);
  bench.send(signed(plan(1, [demotion([[1000, 50]])])));
  const first = await bench.outcome('plan-1');
  assert.deepEqual([first.totals?.pagesMoved, first.totals?.pagesFailed], ['49', { ENOENT: '1' }]);
  frames.beforeMigrate = undefined;
  for (const frame of span(2000, 10)) frames.inUse.add(frame);
  const migrate = frames.migrate.bind(frames);
  frames.migrate = async (wanted) => {
    const told = await migrate(wanted);
    frames.inUse.add(2004);
    return told;
  };
  bench.send(signed(plan(2, [demotion([[2000, 10]])])));
  assert.equal((await bench.outcome('plan-2')).totals?.pagesMoved, '10');
});

test('scattered frames take several batches of some ranges each', async () => {
  const scattered = span(0, 200).map((i) => 1000 + 2 * i);
  const { bench, frames } = stage(scattered);
  bench.send(signed(plan(1, [demotion(scattered.map((frame) => [frame, 1] as const))])));
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '200');
  assert.ok(frames.asked.every(({ ranges }) => ranges.length <= 64));
  assert.deepEqual(
    frames.asked.flatMap(({ ranges }) => ranges.map(({ start }) => start)),
    scattered,
  );
});

test('the kill switch waits for one scheme, however many ranges the plan has', async () => {
  const scattered = span(0, 2000).map((i) => 1000 + 2 * i);
  const { bench, frames } = stage(scattered);
  frames.beforeMigrate = () => void bench.hear({ stop: true });
  bench.send(signed(plan(1, [demotion(scattered.map((frame) => [frame, 1] as const))])));
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, '64');
  assert.equal(frames.asked.length, 1);
});

test('frames of another node, and of none, stay untouched', async () => {
  const { bench, frames } = stage([...span(NODE - 2, 4)]);
  bench.send(signed(plan(1, [demotion([[NODE - 2, 4]])])));
  const over = await bench.outcome('plan-1');
  assert.deepEqual([over.totals?.pagesMoved, over.totals?.pagesAlreadyThere], ['2', '2']);
  bench.send(signed(plan(2, [demotion([[2 * NODE + 5, 3]])])));
  assert.deepEqual((await bench.outcome('plan-2')).totals?.pagesFailed, { EFAULT: '3' });
  bench.send(signed(plan(3, [demotion([[1000, 3]], { space: { physical: { node: 1 } } })])));
  assert.equal((await bench.outcome('plan-3')).reason, 'malformed');
  assert.equal(frames.asked.length, 1);
});

test('a table of somebody else, met in the middle, ends the moves by name', async () => {
  const { bench, frames } = stage(span(1000, 50));
  frames.obstacle = new KernelError('EBUSY', '/sys/kernel/mm/damon', 'A kdamond that is not ours runs.');
  bench.send(signed(plan(1, [demotion([[1000, 50]])])));
  assert.deepEqual((await bench.outcome('plan-1')).totals?.pagesSkipped, { 'mover-does-not-work': '50' });
  assert.equal(frames.inUse.size, 50);
});

test('of frames whose scheme was cut off once it was on nobody knows whether they moved, and all count', async () => {
  const scattered = span(0, 150).map((i) => 1000 + 2 * i);
  const { bench, frames } = stage(scattered);
  const migrate = frames.migrate.bind(frames);
  frames.migrate = async (wanted) => {
    const told = await migrate(wanted);
    if (frames.asked.length === 1) return told;
    return { ...told, cutOff: new KernelError('EBUSY', 'state', 'The lock is kept.') };
  };
  bench.send(signed(plan(1, [demotion(scattered.map((frame) => [frame, 1] as const))])));
  const { totals, spaces } = await bench.outcome('plan-1');
  const { pagesMoved, pagesUnknown, pagesSkipped } = totals ?? {};
  assert.deepEqual([pagesMoved, pagesUnknown, pagesSkipped], ['64', '64', { 'mover-does-not-work': '22' }]);
  assert.equal(Number(spaces[0]?.bytesMoved), 128 * 4096);
});

function batch(start: number, count: number): MoveBatch {
  return {
    space: { kind: 'physical', node: 0 },
    fromNode: 0,
    toNode: 1,
    runs: oneRun(start, count),
    resumed: false,
    sharedPages: false,
    retries: 0,
    backoffMs: 1,
    notBeforeMs: 0,
  };
}

test('a run of which frames lost their pages takes several schemes', async () => {
  const frames = new FakeFrames(NODE);
  for (const frame of span(0, 100).map((i) => 1000 + 2 * i)) frames.inUse.add(frame);
  const { pagesMoved } = await damosOver(frames).move(batch(1000, 200));
  assert.deepEqual([pagesMoved, frames.asked.map(({ ranges }) => ranges.length)], [100, [64, 36]]);
});

test('of a batch that a crash cut off nobody knows what it moved, and nothing is moved again', async () => {
  const frames = new FakeFrames(NODE);
  for (const frame of span(1000, 4)) frames.inUse.add(frame);
  const report = await damosOver(frames).move({ ...batch(1000, 4), resumed: true });
  assert.deepEqual(eachPage(report).verdicts, Array(4).fill(Verdict.unknown));
  assert.equal(frames.asked.length, 0);
});

test('the trial says what stands in the way', async () => {
  const frames = new FakeFrames(NODE);
  assert.equal((await damosOver(frames).probe()).works, true);
  frames.obstacle = new KernelError('ENOTSUP', 'action', 'This kernel has no migrate_cold (Linux 6.11 has).');
  const refused = await damosOver(frames).probe();
  assert.deepEqual([refused.works, refused.code], [false, 'ENOTSUP']);
  assert.match(refused.text, /6\.11/);
  frames.obstacle = new KernelError('EACCES', '/sys/kernel/mm/damon');
  assert.equal((await damosOver(frames).probe()).code, 'NO_CAPABILITY');
});
