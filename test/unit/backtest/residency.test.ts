import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Laid, Residency } from '../../../services/backtest/residency.js';
import type { LookRuns } from '../../../services/core/look.js';

/** Pages 0..63 of a space, all alike in kind; `nodes`: by page, -1 where it is not resident. */
function lookOf(nodes: readonly number[], isCut: (page: number) => boolean = () => false): LookRuns {
  const runs: [start: number, pages: number, node: number][] = [];
  nodes.forEach((node, page) => {
    if (node < 0) return;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page && last[2] === node && !isCut(page)) last[1]++;
    else runs.push([page, 1, node]);
  });
  return {
    startPage: Float64Array.from(runs, ([start]) => start),
    pages: Float64Array.from(runs, ([, pages]) => pages),
    evidence: new Uint8Array(runs.length).fill(9),
    node: Uint8Array.from(runs, ([, , node]) => node),
    kind: new Uint8Array(runs.length).fill(1),
  };
}

function nodesOf(laid: Laid, pages: number): number[] {
  const nodes = new Array<number>(pages).fill(-1);
  laid.startPage.forEach((start, i) => {
    for (let page = start; page < start + (laid.pages[i] as number); page++) nodes[page] = laid.node[i] as number;
  });
  return nodes;
}

const PAGES = 64;
const ALL = { startPage: Float64Array.of(0), pages: Float64Array.of(PAGES) };
const bytes = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: PAGES, maxLength: PAGES });
const NONE = { startPage: new Float64Array(0), pages: new Float64Array(0) };
const upTo = (page: number) => ({ startPage: Float64Array.of(0), pages: Float64Array.of(page) });

interface LookStep {
  readonly nodes: readonly number[];
  readonly cuts: readonly number[];
  readonly covered: number;
}

/** What is not covered was not looked at, and is not in the look. */
function lookAt({ nodes, cuts, covered }: LookStep) {
  const seen = nodes.map((node, page) => (page < covered ? node : -1));
  return { runs: lookOf(seen, (page) => cuts.includes(page)), seen, covered };
}

const step = fc.oneof(
  fc.constant('again' as const),
  fc.record({ nodes: bytes, cuts: fc.array(fc.nat(PAGES - 1)), covered: fc.nat(PAGES) }),
  fc.record({ start: fc.nat(PAGES - 1), pages: fc.integer({ min: 1, max: 20 }), to: fc.nat(1) }),
);

test('pages are where moves put them, else where they were first seen, page by page', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const residency = new Residency();
      // The same by page: -1 where nothing is known.
      let model = new Array<number>(PAGES).fill(-1);
      let before: number[] = [];
      let latest: ReturnType<typeof lookAt> | undefined;
      for (const each of steps) {
        if (each === 'again' || 'nodes' in each) {
          // The very same columns again: what they lie on may have moved meanwhile.
          latest = each === 'again' ? latest : lookAt(each);
          if (!latest) continue;
          const { runs, seen, covered } = latest;
          const laid = residency.lay(runs, covered > 0 ? upTo(covered) : NONE);
          model = model.map((known, page) => {
            if (page >= covered) return known;
            return seen[page] === -1 ? -1 : known === -1 ? (seen[page] as number) : known;
          });
          assert.ok(
            !laid.isAsBefore || nodesOf(laid, PAGES).join() === before.join(),
            'as before is as before, but for moves',
          );
          before = nodesOf(laid, PAGES);
          const isMoved = (_: number, i: number) => (((laid.movedBits[i >> 5] ?? 0) >>> (i & 31)) & 1) === 1;
          assert.deepEqual(
            [...laid.startPage].map(isMoved),
            [...laid.startPage].map((_, i) => (laid.movedAtUnixMs[i] ?? 0) !== 0),
          );
          assert.deepEqual(
            before,
            model.map((node, page) => (page < covered ? node : -1)),
          );
        } else {
          const end = Math.min(PAGES, each.start + each.pages);
          const ranges = { startPage: Float64Array.of(each.start), pages: Float64Array.of(end - each.start) };
          const moved = residency.move(ranges, 1 - each.to, each.to, [1]);
          let expected = 0;
          for (let page = each.start; page < end; page++) {
            if (model[page] !== 1 - each.to) continue;
            model[page] = each.to;
            if (before[page] !== -1) before[page] = each.to;
            expected++;
          }
          assert.equal(moved, expected);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a moved run says where it was and when it went, in the window after the move alone', () => {
  const residency = new Residency();
  const look = lookOf(new Array(PAGES).fill(1));
  residency.lay(look, ALL);
  residency.move({ startPage: Float64Array.of(0), pages: Float64Array.of(PAGES) }, 1, 0, [1234]);
  const laid = residency.lay(look, ALL);
  assert.deepEqual([[...laid.node], [...laid.was], [...laid.movedAtUnixMs]], [[0], [1], [1234]]);
  const next = residency.lay(look, ALL);
  assert.deepEqual([[...next.node], [...next.was], [...next.movedAtUnixMs]], [[0], [0], []]);
});
