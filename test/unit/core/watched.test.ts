import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyFacts, applyLook, createHost, tierTable } from '../../../services/core/host.js';
import { recordMoved } from '../../../services/core/moved.js';
import { heatParametersOf } from '../../../services/core/policy.js';
import { judgeClasses } from '../../../services/core/watched.js';
import { soundPolicy } from './policies.js';

const policy = soundPolicy();

/** A host with one space of runs of `pages` each, apart from each other, hot and cold in turn, all on the slow node. */
function hostOf(pages: readonly number[]) {
  const host = createHost();
  const node = (id: number) => ({ id, tier: id, totalBytes: 1e9, freeBytes: 1e8 });
  applyFacts(host, { nodes: [node(0), node(1)], labels: {}, pageSize: 4096, atUnixMs: 1_000 });
  const columns = { startPage: Float64Array.from(pages, (_, i) => 100 * i), pages: Float64Array.from(pages) };
  const look = {
    runs: {
      ...columns,
      evidence: Uint8Array.from(pages, (_, i) => (i % 2) * 200),
      node: new Uint8Array(pages.length).fill(1),
      kind: new Uint8Array(pages.length).fill(1),
    },
    coverage: columns,
    nodes: [0, 1],
    windowSeconds: 10,
    endUnixMs: 10_000,
    residencyUnixMs: 10_000,
    pageGranular: true,
  };
  applyLook(host, { key: 'a', command: 'a', cgroup: undefined }, look, heatParametersOf(policy));
  return { host, columns };
}

test('of moves whose window ended each page is judged once, wherever its run lies, and no other', () => {
  const run = fc.record({ pages: fc.integer({ min: 1, max: 90 }), at: fc.constantFrom(0, 20_000, 50_000) });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 60 }), (runs) => {
      const { host, columns } = hostOf(runs.map(({ pages }) => pages));
      const heat = host.spaces.get('a')?.heat;
      assert.ok(heat);
      for (const at of [20_000, 50_000]) {
        const chosen = [...runs.keys()].filter((i) => runs[i]?.at === at);
        const picked = (column: Float64Array) => Float64Array.from(chosen, (i) => column[i] as number);
        recordMoved(heat, { startPage: picked(columns.startPage), pages: picked(columns.pages) }, 0, at);
      }
      const time = { windowSeconds: 30, fromUnixMs: 40_000, untilUnixMs: 60_000 };
      const judged = judgeClasses(host, policy, time).flatMap((each) => [...each.judged]);
      const due = runs.filter(({ at }) => at === 20_000);
      const pages = due.reduce((sum, each) => sum + each.pages, 0);
      assert.deepEqual(
        judged.map(([at, sums]) => [at, sums.pages, sums.promoted]),
        pages === 0 ? [] : [[20_000, pages, pages]],
      );
    }),
  );
});

test('the tiers of one host are not taken for those of another', () => {
  const { host } = hostOf([1]);
  const other = hostOf([1]).host;
  const [a, b] = other.facts.nodes;
  assert.ok(a && b);
  other.facts = { ...other.facts, nodes: [a, { ...b, tier: 2 }] };
  assert.deepEqual([...tierTable(host).subarray(0, 3)], [0, 1, 255]);
  assert.deepEqual([...tierTable(other).subarray(0, 3)], [0, 2, 255]);
  other.facts = { ...other.facts, nodes: [a] };
  assert.deepEqual([...tierTable(other).subarray(0, 3)], [0, 255, 255]);
});
