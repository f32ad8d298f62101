import fc from 'fast-check';
import type { RangeColumns } from '../../../services/core/columns.js';
import type { PlainLook as Look } from './naive.js';

/** Small spaces with every kind of overlap are worth more than large ones. */
const MOST_GAP = 6;
const MOST_PAGES = 8;

export function ranges(most: number): fc.Arbitrary<RangeColumns> {
  const pair = fc.tuple(fc.nat(MOST_GAP), fc.integer({ min: 1, max: MOST_PAGES }));
  return fc.array(pair, { maxLength: most }).map(columnsOf);
}

function columnsOf(pairs: readonly (readonly [number, number])[]): RangeColumns {
  let page = 0;
  const startPage = new Float64Array(pairs.length);
  const pages = new Float64Array(pairs.length);
  pairs.forEach(([gap, length], i) => {
    startPage[i] = page + gap;
    pages[i] = length;
    page += gap + length;
  });
  return { startPage, pages };
}

/** Looks of 1 to 20 s; when they ended is left to the test. */
export const look: fc.Arbitrary<Look> = ranges(8).chain((runs) => {
  const count = runs.startPage.length;
  const column = (entry: fc.Arbitrary<number>): fc.Arbitrary<Uint8Array> =>
    fc.array(entry, { minLength: count, maxLength: count }).map((entries) => Uint8Array.from(entries));
  return fc
    .record({
      evidence: column(fc.constantFrom(0, 0, 1, 64, 255)),
      node: column(fc.constantFrom(0, 1, 255)),
      kind: column(fc.constantFrom(1, 2, 4)),
      coverage: fc.oneof(ranges(5), fc.constant(columnsOf([[0, 200]]))),
      windowSeconds: fc.integer({ min: 1, max: 20 }),
      residencyRead: fc.boolean(),
    })
    .map(({ evidence, node, kind, coverage, windowSeconds, residencyRead }) => ({
      runs: { ...runs, evidence, node, kind },
      coverage,
      nodes: [0, 3],
      windowSeconds,
      endUnixMs: 0,
      residencyUnixMs: residencyRead ? 1 : 0,
      pageGranular: true,
    }));
});
