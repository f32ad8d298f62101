import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { follow, pagesAway, type Trail } from '../../../services/core/trail.js';

const PAGES = 40;

interface Step {
  readonly pages: readonly number[];
  readonly fromNode: number;
  readonly toNode: number;
  readonly isFollowed: boolean;
}

function rangesOf(pages: readonly number[]) {
  const startPage: number[] = [];
  const lengths: number[] = [];
  for (const page of [...new Set(pages)].sort((a, b) => a - b)) {
    const last = startPage.length - 1;
    if (last >= 0 && (startPage[last] as number) + (lengths[last] as number) === page) {
      lengths[last] = (lengths[last] as number) + 1;
    } else {
      startPage.push(page);
      lengths.push(1);
    }
  }
  return { startPage: Float64Array.from(startPage), pages: Float64Array.from(lengths) };
}

const step: fc.Arbitrary<Step> = fc.record({
  pages: fc.array(fc.nat(PAGES - 1), { maxLength: PAGES }),
  fromNode: fc.nat(2),
  toNode: fc.nat(2),
  isFollowed: fc.boolean(),
});

test('trails are what following every page by itself gives, ascending and disjoint', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const byPage = new Map<number, { origin: number; node: number }>();
      let trails: Trail[] = [];
      for (const { pages, fromNode, toNode, isFollowed } of steps) {
        trails = follow(trails, { ranges: rangesOf(pages), fromNode, toNode }, isFollowed);
        for (const page of new Set(pages)) {
          const before = byPage.get(page);
          if (!isFollowed) byPage.delete(page);
          else byPage.set(page, { origin: before?.node === fromNode ? before.origin : fromNode, node: toNode });
        }
      }
      const found = new Map<number, { origin: number; node: number }>();
      let end = 0;
      for (const { startPage, endPage, origin, node } of trails) {
        assert.ok(startPage >= end && endPage > startPage);
        end = endPage;
        for (let page = startPage; page < endPage; page++) found.set(page, { origin, node });
      }
      const inOrder = [...byPage].sort(([a], [b]) => a - b);
      assert.deepEqual([...found], inOrder);
      assert.equal(pagesAway(trails), inOrder.filter(([, { origin, node }]) => origin !== node).length);
    }),
    { numRuns: 500 },
  );
});
