import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ActuatorSettings } from '../../../services/actuator/actuatorParts.js';
import { Journal } from '../../../services/actuator/journal.js';
import { Movers } from '../../../services/actuator/movers.js';
import type { FileSpace } from '../../../services/contract/gen/thermocline/v1/FileSpace.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import type { FakeFile } from '../../../services/kernel/fakeFiles.js';
import { Bench, machineOf, nearMover, nearOwnMapping, newStateDir } from './kit/bench.js';
import { BOOT, HOST, plan, signed } from './kit/plans.js';

after(() => Bench.closeAll());

const PATH = '/var/cache/big';

function stage(file: Partial<FakeFile>, settings: Partial<ActuatorSettings> = {}): Bench {
  const machine = machineOf();
  machine.addFile({ path: PATH, inode: '77', pages: 100, ...file });
  const bench = new Bench({ machine, settings, movers: Movers.of(nearMover(machine), nearOwnMapping(machine)) });
  bench.hear();
  return bench;
}

function demotion(
  ranges: readonly (readonly [number, number])[],
  openBy: Partial<FileSpace> = { path: PATH },
): SpaceMoves {
  return {
    space: { file: { device: 2049, inode: 77, ...openBy } },
    direction: 'DIRECTION_DEMOTION',
    fromNode: 0,
    toNode: 1,
    ranges: encodeRanges({ startPage: ranges.map(([start]) => start), pages: ranges.map(([, pages]) => pages) }),
  };
}

async function carriedOut(bench: Bench, moves: SpaceMoves, sequence = 1): Promise<Outcome__Output> {
  bench.send(signed(plan(sequence, [moves])));
  return bench.outcome(`plan-${sequence}`);
}

function pagesOn(machine: FakeMachine, node: number): number {
  return machine.files.nodes(PATH).filter((at) => at === node).length;
}

test('own-mapping works where a file of its own can be mapped and moved', async () => {
  const machine = machineOf();
  assert.deepEqual(await nearOwnMapping(machine).probe(), {
    works: true,
    code: undefined,
    text: 'files can be mapped and their pages moved',
  });
  machine.pages.failCalls('ENOSYS');
  assert.equal((await nearOwnMapping(machine).probe()).code, 'ENOSYS');
  assert.equal(machine.files.held(), 0);
});

test('pages of a file that nobody maps go there and back, and what is not in memory stays out of it', async () => {
  const bench = stage({ pages: 1500, node: (page) => (page % 10 === 3 ? -1 : 0) });
  const there = await carriedOut(bench, demotion([[0, 1500]]));
  assert.deepEqual([there.totals?.pagesMoved, there.totals?.pagesFailed], ['1350', { ENOENT: '150' }]);
  assert.deepEqual([pagesOn(bench.machine, 1), pagesOn(bench.machine, -1)], [1350, 150]);
  const back = { ...demotion([[0, 1500]]), direction: 'DIRECTION_PROMOTION', fromNode: 1, toNode: 0 } as const;
  assert.equal((await carriedOut(bench, back, 2)).totals?.pagesMoved, '1350');
  assert.equal(pagesOn(bench.machine, 0), 1350);
  assert.equal(bench.machine.migrations(), 2700);
  assert.equal(bench.machine.files.held(), 0, 'a descriptor or a mapping was left behind');
});

test('folios move whole: pages beside the plan count as bytes, and batches that cut a folio count none twice', async () => {
  const bench = stage({ pages: 4096, folioPages: 16 }, { batchPages: 24 });
  const outcome = await carriedOut(bench, demotion([[5, 1000]]));
  // Pages 0 to 4 and 1005 to 1007 share folios with the plan's first and last page.
  assert.equal(outcome.totals?.pagesMoved, '1000');
  assert.equal(outcome.totals?.pagesAlreadyThere, '0');
  assert.equal(Number(outcome.spaces[0]?.bytesMoved), 1008 * 4096);
  assert.equal(bench.machine.migrations(), 1008);
});

test('huge pages of a file move whole or, when the plan covers a part, not at all', async () => {
  const bench = stage({ pages: 1536, folioPages: 512 });
  const outcome = await carriedOut(bench, demotion([[0, 600]]));
  assert.deepEqual([outcome.totals?.pagesMoved, outcome.totals?.pagesSkipped], ['512', { 'partial-huge-page': '88' }]);
  assert.equal(bench.machine.migrations(), 512);
});

test('pages that a process maps too stay, unless shared pages may be moved', async () => {
  const kept = await carriedOut(stage({ mapped: true }), demotion([[0, 100]]));
  assert.deepEqual(kept.totals?.pagesFailed, { EACCES: '100' });
  const moved = await carriedOut(stage({ mapped: true }, { sharedPages: true }), demotion([[0, 100]]));
  assert.equal(moved.totals?.pagesMoved, '100');
});

test('pages that leave memory between the look and the move are gone, not read in again', async () => {
  const bench = stage({});
  bench.machine.pages.beforeMove = () => bench.machine.files.evict(PATH, 50, 50);
  const outcome = await carriedOut(bench, demotion([[0, 100]]));
  assert.deepEqual([outcome.totals?.pagesMoved, outcome.totals?.pagesFailed], ['50', { ENOENT: '50' }]);
  assert.equal(pagesOn(bench.machine, -1), 50);
});

test('a file that went, that is another one now, or that may not be opened is left alone by name', async () => {
  const skipped = async (file: Partial<FakeFile>, openBy?: Partial<FileSpace>) => {
    const bench = stage(file);
    const outcome = await carriedOut(bench, demotion([[0, 100]], openBy));
    assert.equal(bench.machine.migrations(), 0);
    return outcome.totals?.pagesSkipped;
  };
  assert.deepEqual(await skipped({ path: '/elsewhere' }), { 'file-gone': '100' });
  assert.deepEqual(await skipped({ inode: '78' }), { 'file-changed': '100' });
  assert.deepEqual(await skipped({ device: '2050' }), { 'file-changed': '100' });
  assert.deepEqual(await skipped({ regular: false }), { 'file-changed': '100' });
  assert.deepEqual(await skipped({ refuses: 'EPERM' }), { 'no-capability': '100' });
  assert.deepEqual(await skipped({ refuses: 'ENOTSUP' }), { 'space-not-supported': '100' });
  assert.deepEqual(await skipped({}, { handle: Buffer.of(1) }), { 'space-not-supported': '100' });
});

test('pages of a file do not go back within the residence time', async () => {
  const bench = stage({}, { residence: 60_000 });
  await carriedOut(bench, demotion([[0, 100]]));
  const back = { ...demotion([[0, 100]]), direction: 'DIRECTION_PROMOTION', fromNode: 1, toNode: 0 } as const;
  assert.deepEqual((await carriedOut(bench, back, 2)).totals?.pagesSkipped, { residence: '100' });
});

test('a batch of a file that a crash cut off: what it moved counts as moved, or as unknown when the file is gone', async () => {
  const machine = machineOf();
  const node = (page: number) => (page < 10 ? 1 : 0);
  machine.addFile({ path: PATH, inode: '77', pages: 100, node });
  const stateDir = newStateDir();
  const journal = new Journal(join(stateDir, 'journal.log'), { keepMs: 1000, maxBytes: 2 ** 20 });
  [PATH, '/gone'].forEach((path, i) => {
    const planId = `plan-${i + 1}`;
    const bytes = signed(plan(i + 1, [demotion([[0, 100]], { path })]));
    journal.append({ kind: 'accepted', planId, key: `${HOST}/${BOOT}/${i + 1}`, atUnixMs: 1, bytes });
    const spans = [{ first: 0, count: 20 }];
    journal.append({ kind: 'intent', planId, group: 0, atMs: 1, moveBytes: 20 * 4096, spans });
  });
  journal.close();
  const bench = new Bench({ machine, stateDir, movers: Movers.of(nearOwnMapping(machine)) });
  bench.hear();
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '100');
  assert.equal(machine.migrations(), 90);
  const { totals } = await bench.outcome('plan-2');
  assert.deepEqual([totals?.pagesUnknown, totals?.pagesSkipped], ['20', { 'file-gone': '80' }]);
});
