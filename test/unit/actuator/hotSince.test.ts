import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hotSince } from '../../../services/actuator/hotSince.js';
import type { MoveGroup } from '../../../services/actuator/plan.js';
import type { LookResponse__Output } from '../../../services/contract/gen/thermocline/v1/LookResponse.js';
import { encodeRanges } from '../../../services/contract/ranges.js';

type Seen = readonly [gap: number, pages: number, evidence: number];

/** Ranges, ascending and disjoint, from gaps and lengths. */
function laidOut(all: readonly Seen[]): { startPage: number[]; pages: number[] } {
  let end = 0;
  const startPage = all.map(([gap, pages]) => {
    const start = end + gap;
    end = start + pages;
    return start;
  });
  return { startPage, pages: all.map(([, pages]) => pages) };
}

test('ranges that became hot are those of the pages that did, window by window and move by move', () => {
  const some = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 })),
    { minLength: 1, maxLength: 10 },
  );
  const ages = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(some, ages, fc.array(some, { maxLength: 3 }), (moves, age, windows) => {
      const planned = laidOut(moves);
      const ranges = { startPage: Float64Array.from(planned.startPage), pages: Float64Array.from(planned.pages) };
      const heat = Uint8Array.from(moves, ([, , each]) => each);
      const group = { ranges, heat, ageSeconds: Float64Array.from(age) } as Partial<MoveGroup> as MoveGroup;
      const looks = windows.map((seen) => ({ ...laidOut(seen), evidence: seen.map(([, , each]) => each) }));
      const accessed = looks.map((look) => ({ ranges: encodeRanges(look), evidence: Uint8Array.from(look.evidence) }));
      const hot = hotSince(group, { accessed } as unknown as LookResponse__Output);
      // Plainly, page by page.
      const wanted: number[] = [];
      planned.startPage.forEach((start, move) => {
        const least = (age[move] ?? 1) > 0 ? 0 : (heat[move] ?? 0);
        for (let page = start; page < start + (planned.pages[move] ?? 0); page++) {
          const isHot = looks.some(({ startPage, pages, evidence }) =>
            startPage.some((from, i) => page >= from && page < from + (pages[i] ?? 0) && (evidence[i] ?? 0) > least),
          );
          if (isHot) wanted.push(page);
        }
      });
      const got: number[] = [];
      hot.startPage.forEach((start, i) => {
        for (let page = start; page < start + (hot.pages[i] ?? 0); page++) got.push(page);
      });
      assert.deepEqual(got, wanted);
    }),
  );
});
