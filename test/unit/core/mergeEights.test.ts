/** The engine merges eight runs at once where look and model both have pages. It has to come to what it does run by run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pagesOf, type RangeColumns } from '../../../services/core/columns.js';
import { mergeLook } from '../../../services/core/merge.js';
import { recordFailed, recordMoved } from '../../../services/core/moved.js';
import { createSpaceHeat, DEFAULT_RESOLUTION, EXACT_RESOLUTION, type SpaceHeat } from '../../../services/core/space.js';

const SECONDS = 10;
const MOST_RUNS = 40;
const PARTED_AFTER = 5;

/** Borders that looks have in common; now and then a gap, so that neighbours do not touch. */
const shape = fc
  .array(fc.tuple(fc.constantFrom(0, 0, 0, 3), fc.constantFrom(1, 4, 512, 65_024, 65_025)), {
    minLength: 8,
    maxLength: MOST_RUNS,
  })
  .map((pairs) => {
    let page = 7;
    const starts = pairs.map(([gap, pages]) => {
      const start = page + gap;
      page = start + pages;
      return start;
    });
    return { startPage: Float64Array.from(starts), pages: Float64Array.from(pairs, ([, pages]) => pages) };
  });

const column = (entry: fc.Arbitrary<number>): fc.Arbitrary<Uint8Array> =>
  fc.array(entry, { minLength: MOST_RUNS, maxLength: MOST_RUNS }).map((entries) => Uint8Array.from(entries));

const step = fc.record({
  evidence: column(fc.oneof(fc.constantFrom(0, 0, 0, 1, 2, 64, 255), fc.nat(255))),
  /** Ids as the node column has them, or others. */
  nodes: fc.constantFrom([0, 1], [0, 1], [0, 3]),
  node: column(fc.constantFrom(0, 0, 1)),
  kind: column(fc.constantFrom(1, 1, 1, 1, 4)),
  unknownNode: fc.boolean(),
  residencyLagMs: fc.constantFrom(-1, 0, 15_000),
  /** Runs (by index) that are moved after the look, and that fail to. */
  moved: fc.array(fc.nat(MOST_RUNS - 1), { maxLength: 6 }),
  failed: fc.array(fc.nat(MOST_RUNS - 1), { maxLength: 3 }),
  /** Runs (by index) that end one page later in this look, which the next one lacks or the gap after them. */
  longer: fc.oneof(fc.constant([]), fc.array(fc.nat(MOST_RUNS - 1), { maxLength: 8 })),
  /** The first run is left out of this look. */
  lacksFirst: fc.constantFrom(false, false, false, true),
});

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;

function rangesAt({ startPage, pages }: RangeColumns, indices: readonly number[]): RangeColumns {
  const at = [...new Set(indices)].filter((i) => i < startPage.length).sort((a, b) => a - b);
  const pick = (from: Float64Array): Float64Array => Float64Array.from(at, (i) => from[i] as number);
  return { startPage: pick(startPage), pages: pick(pages) };
}

/** All of it as one range, or the same parted every few runs: of what is parted no eight are covered together. */
function coverageOf({ startPage, pages }: RangeColumns, isParted: boolean): RangeColumns {
  const last = startPage.length - 1;
  const end = (startPage[last] as number) + (pages[last] as number);
  const borders = [0];
  for (let i = PARTED_AFTER; isParted && i <= last; i += PARTED_AFTER) borders.push(startPage[i] as number);
  const startsAt = Float64Array.from(borders);
  return { startPage: startsAt, pages: startsAt.map((start, i) => (borders[i + 1] ?? end + 10) - start) };
}

/** The same runs, but that some end a page later. Not long ones: coverage cuts those elsewhere than their length does. */
function lengthened({ startPage, pages }: RangeColumns, indices: readonly number[]): RangeColumns {
  const longer = { startPage: startPage.slice(), pages: pages.slice() };
  for (const i of new Set(indices)) {
    const next = longer.startPage[i + 1];
    if (next === undefined || (longer.pages[i] as number) > 512) continue;
    const touches = (longer.startPage[i] as number) + (longer.pages[i] as number) === next;
    if (touches && (longer.pages[i + 1] as number) < 2) continue;
    longer.pages[i] = (longer.pages[i] as number) + 1;
    if (!touches) continue;
    longer.startPage[i + 1] = next + 1;
    longer.pages[i + 1] = (longer.pages[i + 1] as number) - 1;
  }
  return longer;
}

function merged(
  of: RangeColumns,
  steps: readonly Drawn<typeof step>[],
  resolution: typeof EXACT_RESOLUTION,
  isParted: boolean,
) {
  const space = createSpaceHeat();
  const parameters = { halfLifeSeconds: 30, markKeepSeconds: 40, resolution, maxRuns: Infinity };
  steps.forEach((drawn, i) => {
    const endUnixMs = 1_000_000 + (i + 1) * SECONDS * 1000;
    const from = drawn.lacksFirst ? 1 : 0;
    const count = of.startPage.length;
    const node = drawn.node.slice(from, count);
    if (drawn.unknownNode) node[2] = 255;
    const columns = { evidence: drawn.evidence.slice(from, count), node, kind: drawn.kind.slice(from, count) };
    const { startPage, pages } = lengthened(of, drawn.longer);
    const runs = { startPage: startPage.subarray(from), pages: pages.subarray(from), ...columns };
    const residencyUnixMs = drawn.residencyLagMs < 0 ? 0 : endUnixMs - drawn.residencyLagMs;
    const look = { runs, coverage: coverageOf(of, isParted), nodes: drawn.nodes, windowSeconds: SECONDS, endUnixMs };
    mergeLook(space, { ...look, residencyUnixMs, pageGranular: true }, parameters);
    recordMoved(space, rangesAt(of, drawn.moved), 3, endUnixMs + 1000);
    recordFailed(space, rangesAt(of, drawn.failed), endUnixMs + 15_000);
  });
  return columnsOf(space);
}

function columnsOf({ runs }: SpaceHeat): unknown {
  const { count, place, heat, age, node, kind, mark, stale, seen } = runs;
  const [placed, ...rest] = [place.slice(0, 2 * count), heat, age, node, kind, mark, stale, seen];
  return [placed, ...rest.map((each) => each.slice(0, count))];
}

for (const [name, resolution] of [
  ['exact', EXACT_RESOLUTION],
  ['default', DEFAULT_RESOLUTION],
] as const) {
  test(`looks with the model's borders or others come to the same, merged eight at once or one by one, at ${name} resolution`, () => {
    fc.assert(
      fc.property(shape, fc.array(step, { maxLength: 6 }), (of, steps) => {
        assert.deepEqual(merged(of, steps, resolution, false), merged(of, steps, resolution, true));
      }),
      { numRuns: 500 },
    );
  });
}

const EXAMPLE: Omit<Drawn<typeof step>, 'evidence' | 'node' | 'kind'> = {
  unknownNode: false,
  residencyLagMs: 0,
  moved: [],
  failed: [],
  nodes: [0, 3],
  longer: [],
  lacksFirst: false,
};
const every = (count: number, entry: (index: number) => number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => entry(i));

test('heat of runs merged eight at once is rounded as that of one is', () => {
  const count = 4096;
  const startPage = Float64Array.from({ length: count }, (_, i) => 2 * i);
  const runs = { startPage, pages: new Float64Array(count).fill(1) };
  const coverage = { startPage: Float64Array.of(0), pages: Float64Array.of(2 * count) };
  const none = every(count, () => 0);
  // Of these the last keeps next to nothing, the second but last a half, and the first all but what a double can't tell from 1.
  for (const halfLifeSeconds of [1e15, 1e9, 3600, 60, 61.7, 30, 10, 0.3]) {
    const parameters = { halfLifeSeconds, markKeepSeconds: 40, resolution: EXACT_RESOLUTION, maxRuns: Infinity };
    const keep = 2 ** (-SECONDS / halfLifeSeconds);
    const space = createSpaceHeat();
    let expected = new Uint16Array(count);
    for (let look = 0; look < 6; look++) {
      const evidence = every(count, (i) => (Math.imul(i + 1, 2_654_435_761 + 2 * look) >>> (9 + look)) & 255);
      const endUnixMs = (look + 1) * SECONDS * 1000;
      const seen = { coverage, nodes: [0], windowSeconds: SECONDS, endUnixMs, residencyUnixMs: endUnixMs };
      mergeLook(
        space,
        { runs: { ...runs, evidence, node: none, kind: none }, ...seen, pageGranular: true },
        parameters,
      );
      expected = expected.map((heat, i) => {
        const target = (evidence[i] as number) * 257;
        return look === 0 ? target : target + Math.trunc((heat - target) * keep);
      });
      assert.deepEqual(space.runs.heat.slice(0, space.count), expected, `half-life ${halfLifeSeconds}, look ${look}`);
    }
  }
});

test('the first of eight joins the run before it, where they have become alike', () => {
  const count = 24;
  const startPage = Float64Array.from({ length: count }, (_, i) => 4 * i);
  const of = { startPage, pages: new Float64Array(count).fill(4) };
  // Neighbours differ, but for runs 7 and 8.
  const evidence = every(count, (i) => ((i < 8 ? i : i - 1) % 2 === 1 ? 255 : 64));
  const node = every(count, () => 0);
  const first = { ...EXAMPLE, evidence, node, kind: every(count, (i) => (i === 8 ? 4 : 1)) };
  const then = { ...first, kind: every(count, () => 1) };
  const whole = merged(of, [first, then], EXACT_RESOLUTION, false);
  assert.deepEqual(whole, merged(of, [first, then], EXACT_RESOLUTION, true));
  assert.notDeepEqual(whole, merged(of, [first, first], EXACT_RESOLUTION, false));
});

test('a run is not taken for one that is 65,536 pages shorter', () => {
  const space = createSpaceHeat();
  const parameters = { halfLifeSeconds: 30, markKeepSeconds: 40, resolution: EXACT_RESOLUTION, maxRuns: Infinity };
  const startPage = Float64Array.from({ length: 8 }, (_, i) => 10 * i);
  const column = every(8, (i) => i);
  for (const [look, length] of [5, 65_541].entries()) {
    const pages = new Float64Array(8).fill(5).fill(length, 7);
    const runs = { startPage, pages, evidence: column, node: every(8, () => 0), kind: column };
    const coverage = { startPage: Float64Array.of(0), pages: Float64Array.of(100_000) };
    const endUnixMs = (look + 1) * SECONDS * 1000;
    const seen = {
      coverage,
      nodes: [0],
      windowSeconds: SECONDS,
      endUnixMs,
      residencyUnixMs: endUnixMs,
      pageGranular: true,
    };
    mergeLook(space, { runs, ...seen }, parameters);
  }
  let sum = 0;
  for (let i = 0; i < space.count; i++) sum += pagesOf(space.runs, i);
  assert.equal(sum, 7 * 5 + 65_541);
});
