/** A look with the borders of the space's runs is merged without looking at borders. It has to come to what mergeLook comes to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accessesOf, hitsOf, sharesOf } from '../../../services/backtest/accesses.js';
import { HitCount, placeBytes } from '../../../services/backtest/hits.js';
import { type Rates, rateBins } from '../../../services/backtest/optimum.js';
import { Shape } from '../../../services/backtest/shapes.js';
import { encodeRuns, plainColumns } from '../../../services/contract/runs.js';
import { accessRates } from '../../../services/core/accessRate.js';
import { beginLooks, decodeRuns } from '../../../services/core/engine.js';
import type { DecodedRuns } from '../../../services/core/look.js';
import { mergeLook } from '../../../services/core/merge.js';
import { recordFailed, recordMoved } from '../../../services/core/moved.js';
import { createSpaceHeat, DEFAULT_RESOLUTION, type SpaceHeat } from '../../../services/core/space.js';
import { hasBorders, isSteady, mergeSteady, placeAgain } from '../../../services/core/steady.js';

const MOST_RUNS = 40;
const SECONDS = 10;
const NODES = Array.from({ length: 255 }, (_, id) => id);

const shape = fc
  .array(fc.tuple(fc.constantFrom(0, 0, 0, 3), fc.constantFrom(1, 4, 512)), { minLength: 1, maxLength: MOST_RUNS })
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
  evidence: column(fc.constantFrom(0, 0, 1, 2, 64, 255)),
  node: column(fc.constantFrom(0, 0, 1, 20, 255)),
  kind: column(fc.constantFrom(1, 1, 1, 4)),
  residencyLagMs: fc.constantFrom(-1, 0, 15_000),
  windowSeconds: fc.constantFrom(SECONDS, 2.5),
  moved: fc.array(fc.nat(MOST_RUNS - 1), { maxLength: 6 }),
  failed: fc.array(fc.nat(MOST_RUNS - 1), { maxLength: 3 }),
});

function decoded(
  of: { startPage: Float64Array; pages: Float64Array },
  columns: Record<'evidence' | 'node' | 'kind', Uint8Array>,
) {
  beginLooks();
  const packed = plainColumns({ ...encodeRuns({ ...of, ...columns }) } as never);
  const runs = decodeRuns(packed);
  assert.ok(runs);
  return { packed, runs };
}

function stateOf(space: SpaceHeat): unknown {
  const { runs, count, marks, observedSeconds, lastWindowEndUnixMs, pageGranular } = space;
  const { place, heat, age, node, kind, mark, stale, seen } = runs;
  const columns = [heat, age, node, kind, mark, stale, seen].map((each) => [...each.subarray(0, count)]);
  return [[...place.subarray(0, 2 * count)], columns, marks, observedSeconds, lastWindowEndUnixMs, pageGranular];
}

test('looks with the borders of the look before come to the same, with and without looking at borders', () => {
  let [steady, joined] = [0, 0];
  fc.assert(
    fc.property(shape, fc.array(step, { maxLength: 12 }), (of, steps) => {
      const [short, whole] = [createSpaceHeat(), createSpaceHeat()];
      const parameters = { halfLifeSeconds: 30, markKeepSeconds: 40, resolution: DEFAULT_RESOLUTION, maxRuns: 1000 };
      const count = of.startPage.length;
      let borders: Shape | undefined;
      steps.forEach((drawn, i) => {
        const endUnixMs = 1_000_000 + (i + 1) * SECONDS * 1000;
        const columns = {
          evidence: drawn.evidence.slice(0, count),
          node: drawn.node.slice(0, count),
          kind: drawn.kind.slice(0, count),
        };
        const coverage = { startPage: Float64Array.of(0), pages: Float64Array.of(1e6) };
        const residencyUnixMs = drawn.residencyLagMs < 0 ? 0 : endUnixMs - drawn.residencyLagMs;
        const { windowSeconds } = drawn;
        const look = { coverage, nodes: NODES, windowSeconds, endUnixMs, residencyUnixMs, pageGranular: true };
        const plain = decoded(of, columns);
        mergeLook(whole, { ...look, runs: plain.runs }, parameters);
        const { packed, runs } = decoded(of, columns);
        const own: DecodedRuns = runs;
        if (borders && isSteady(short, look as never, parameters)) {
          const { touching } = borders;
          const nodesAt = placeBytes(columns.node);
          const placed = mergeSteady(
            short,
            { ...look, runs: own, nodesAt, touchingAt: touching ? placeBytes(touching) : 0 },
            parameters,
          );
          assert.notEqual(placed, 'late');
          if (placed) steady++;
          else {
            joined++;
            borders = undefined;
          }
          if (placed && placed !== 'late') assert.ok(placeAgain(short, placed));
        } else {
          mergeLook(short, { ...look, runs: own }, parameters);
          const known = new Shape(packed, own);
          borders = hasBorders(short, own) ? known : undefined;
        }
        assert.deepEqual(stateOf(short), stateOf(whole));
        const rangesAt = (indices: readonly number[]) => {
          const at = [...new Set(indices)].filter((r) => r < count).sort((a, b) => a - b);
          const pick = (from: Float64Array): Float64Array => Float64Array.from(at, (r) => from[r] as number);
          return { startPage: pick(of.startPage), pages: pick(of.pages) };
        };
        for (const space of [short, whole]) {
          recordMoved(space, rangesAt(drawn.moved), 3, endUnixMs + 1000);
          recordFailed(space, rangesAt(drawn.failed), endUnixMs + 15_000);
        }
        if (short.count !== count) borders = undefined;
      });
    }),
    { numRuns: 500 },
  );
  assert.ok(steady > 100 && joined > 10, `${steady} without looking at borders, ${joined} joined`);
});

test('what worlds hit, counted in one pass, is to the last digit what each counts for itself', () => {
  const worlds = fc.array(column(fc.constantFrom(0, 1, 2, 255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(shape, step, worlds, fc.constantFrom(3, 100), (of, { evidence, kind }, nodes, looks) => {
      const count = of.startPage.length;
      const columns = { evidence: evidence.slice(0, count), node: new Uint8Array(count), kind: kind.slice(0, count) };
      const { packed, runs } = decoded(of, columns);
      const rates = accessRates(looks, SECONDS);
      const speedOf = new Uint8Array(256).fill(255);
      speedOf.set([0, 1, 1]);
      const shares = sharesOf(speedOf);
      const taken: { readonly rates: Float64Array; readonly lanes: Float64Array }[] = [];
      const optimum = {
        addPages: (lanes: Float64Array, of: Rates) => taken.push({ rates: of.rates, lanes: lanes.slice() }),
      };
      const counting = new HitCount(shares, optimum as never);
      const seen = { decoded: runs, rates, bins: rateBins(rates), shape: new Shape(packed, runs) };
      const hits = counting.of(
        seen as never,
        nodes.map((each) => placeBytes(each.slice(0, count))),
      );
      const each = accessesOf({ ...of, ...columns }, rates);
      let all = 0;
      for (const some of each) all += some;
      assert.deepEqual(
        hits,
        nodes.map((on) => ({ all, slow: hitsOf(on.slice(0, count), each, shares.slow) })),
      );
      // Spaces of the same rates are added up; those of others begin anew.
      const others = { ...seen, rates: accessRates(looks + 1, SECONDS) };
      const at = [placeBytes(columns.node)];
      counting.of(seen as never, at);
      counting.of(others as never, at);
      counting.end();
      const expected = new Float64Array(256);
      columns.evidence.forEach((e, i) => {
        expected[e] = (expected[e] as number) + (of.pages[i] as number);
      });
      const bySeen = taken.map(({ lanes }) => {
        const sums = new Float64Array(256);
        lanes.forEach((pages, i) => {
          sums[i & 255] = (sums[i & 255] as number) + pages;
        });
        return sums;
      });
      assert.deepEqual(
        taken.map((each) => each.rates),
        [rates, others.rates],
      );
      assert.deepEqual(bySeen, [expected.map((pages) => 2 * pages), expected]);
    }),
    { numRuns: 500 },
  );
});
