import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BatchSize } from '../../../services/actuator/batchSize.js';
import type { Lane } from '../../../services/actuator/pairRates.js';
import { windowPages } from '../../../services/actuator/window.js';

const down: Lane = { direction: 'demotion', fromNode: 0, toNode: 1 };
const up: Lane = { direction: 'promotion', fromNode: 1, toNode: 0 };

/** Batches of the size that is asked for, on a host that takes so long for a page. */
function afterBatches(sizes: BatchSize, eachMs: number, batches: number): number {
  for (let i = 0; i < batches; i++)
    sizes.took(down, { pagesMoved: sizes.of(down), seconds: (sizes.of(down) * eachMs) / 1000 });
  return sizes.of(down);
}

test('a batch is what is moved in half a second, and never more than was set', () => {
  assert.equal(afterBatches(new BatchSize(32_768), 0.035, 5), 14_286);
  assert.equal(afterBatches(new BatchSize(32_768), 0.001, 5), 32_768);
  assert.equal(afterBatches(new BatchSize(64), 0.001, 5), 64);
  assert.equal(afterBatches(new BatchSize(32_768), 10, 9), 512, 'a slow host makes no batches of a few pages');
});

test('each pair of nodes has its own size, and batches that moved nothing say nothing', () => {
  const sizes = new BatchSize(32_768);
  afterBatches(sizes, 10, 3);
  assert.deepEqual([sizes.of(down), sizes.of(up)], [1024, 8192]);
  sizes.took(up, { pagesMoved: 0, seconds: 3 });
  assert.equal(sizes.of(up), 8192);
});

test('a window is what a second moves: by the limit, and by the pace of the host once that is known to be high', () => {
  const sizes = new BatchSize(65_536);
  assert.equal(windowPages(1e6, sizes.ofSecond(down, 2)), 32_768);
  afterBatches(sizes, 0.012, 5);
  assert.equal(Math.round(sizes.ofSecond(down, 1)), 83_334);
  assert.equal(windowPages(1e6, 83_334), 83_334);
  assert.equal(windowPages(20_000.5, 83_334), 20_001);
  assert.equal(windowPages(1, 83_334), 4096);
  assert.equal(windowPages(1e6, sizes.ofSecond(down, 2)), 131_072);
});

test('of batches side by side the last ones share what is left, in pieces that are worth a batch', () => {
  const sizes = new BatchSize(32_768);
  afterBatches(sizes, 0.001, 5);
  assert.equal(sizes.ofLast(down, 40_000, 1), 32_768);
  assert.equal(sizes.ofLast(down, 40_000, 2), 20_000);
  assert.equal(sizes.ofLast(down, 100_000, 2), 32_768);
  assert.equal(sizes.ofLast(down, 5000, 2), 4096);
});

test('from batch to batch the size doubles or halves at most, whatever they took', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.float({ min: 0, max: 10, noNaN: true }))),
      (all) => {
        const sizes = new BatchSize(20_000);
        for (const [pagesMoved, seconds] of all) {
          const before = sizes.of(down);
          sizes.took(down, { pagesMoved, seconds });
          const now = sizes.of(down);
          assert.ok(Number.isInteger(now) && now >= 512 && now <= 20_000);
          assert.ok(now <= 2 * before && now >= Math.floor(before / 2));
        }
      },
    ),
  );
});
