import assert from 'node:assert/strict';
import test from 'node:test';
import { BLOCK_PAGES, startsOf } from '../../fleet-sim/blocks.js';
import { ALREADY_THERE, FAILED, MOVED, SimHost, SKIPPED } from '../../fleet-sim/host.js';
import { FAST, SLOW, TieredMemory } from '../../fleet-sim/memory.js';
import { placementRun } from '../../fleet-sim/placement.js';
import { seeded } from '../../fleet-sim/random.js';
import { Usefulness } from '../../fleet-sim/usefulness.js';
import { createWorkload, type WorkloadPart } from '../../fleet-sim/workloads.js';

const RESIDENCE = 60;

function hostOf(fastBlocks: number, fill: number): SimHost {
  const memory = TieredMemory.firstTouch({ blocks: 8, fastBlocks, slowBlocks: 8 }, fill, seeded(1));
  return new SimHost(createWorkload('zipf', 8, 1), memory, RESIDENCE);
}

function moves(host: SimHost, blocks: readonly number[], toNode: number, pages = BLOCK_PAGES) {
  const starts = startsOf(host.workload.parts[0] as WorkloadPart);
  return {
    part: 0,
    fromNode: toNode === FAST ? SLOW : FAST,
    toNode,
    startPage: Float64Array.from(blocks, (block) => starts[block] as number),
    pages: new Float64Array(blocks.length).fill(pages),
  };
}

test('what fits is moved, what is there is told so, what does not fit is skipped', () => {
  const host = hostOf(2, 0);
  assert.deepEqual([...host.carryOut(moves(host, [0, 1, 2], FAST), 0).results], [MOVED, MOVED, SKIPPED]);
  assert.deepEqual([...host.carryOut(moves(host, [0, 3], FAST), 0).results], [ALREADY_THERE, SKIPPED]);
  assert.equal(host.memory.free(FAST), 0);
});

test('a block that moved stays for the residence time, and no longer', () => {
  const host = hostOf(2, 0);
  host.carryOut(moves(host, [0], FAST), 100);
  assert.deepEqual([...host.carryOut(moves(host, [0], SLOW), 100 + RESIDENCE - 1).results], [SKIPPED]);
  assert.deepEqual([...host.carryOut(moves(host, [0], SLOW), 100 + RESIDENCE).results], [MOVED]);
});

test('half a block, a block that is none and a process that is none fail, and nothing moves', () => {
  const host = hostOf(8, 0);
  const before = host.memory.nodeOf.slice();
  assert.deepEqual([...host.carryOut(moves(host, [0], FAST, BLOCK_PAGES / 2), 0).results], [FAILED]);
  assert.deepEqual(
    [...host.carryOut({ ...moves(host, [0], FAST), startPage: Float64Array.of(5) }, 0).results],
    [FAILED],
  );
  assert.deepEqual([...host.carryOut({ ...moves(host, [0], FAST), part: undefined }, 0).results], [FAILED]);
  assert.deepEqual(host.memory.nodeOf, before);
});

test('useless are moves that go back within the window and promotions not seen hot within it', () => {
  const usefulness = new Usefulness(4, 100, 10);
  const look = (seconds: number, ...evidence: number[]): void => usefulness.look(Uint8Array.from(evidence), seconds);
  usefulness.moved(0, FAST, 0); // hot later: of use
  usefulness.moved(1, FAST, 0); // never hot
  usefulness.moved(2, FAST, 0); // goes back
  usefulness.moved(3, SLOW, 0); // a demotion that stays
  look(50, 10, 9, 200, 0);
  usefulness.moved(2, SLOW, 60);
  look(100, 0, 0, 0, 0);
  assert.deepEqual([usefulness.judged, usefulness.wentBack, usefulness.notSeenHot], [4, 1, 1]);
  look(160, 0, 0, 0, 0);
  assert.deepEqual([usefulness.judged, usefulness.useless, usefulness.share], [5, 2, 0.4]);
});

test('a run is a function of its seed, and moves no more bytes than the policy allows', () => {
  const options = { workload: 'mixed', seed: 4, intervals: 30, blocks: 400, fill: 0.9 } as const;
  const run = placementRun(options);
  assert.deepEqual(placementRun(options), run);
  assert.notDeepEqual(placementRun({ ...options, seed: 5 }), run);
  assert.ok(run.movedBlocks > 0);
  // 32 MiB/s for ten seconds are 160 blocks.
  assert.ok(run.movedBlocks <= 160 * 30);
  assert.ok(run.hitShare <= run.oracleHitShare);
  assert.ok(run.hitShare >= run.noMigrationHitShare);
});
