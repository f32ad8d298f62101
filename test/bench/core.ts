/**
 * What core costs, in ns a run: `node dist/test/bench/core.js [runs]`. Medians of repeated passes over one space, with looks
 * that move a share of the run borders each time, as region-based trackers do.
 */
import { applyFacts, applyLook, createHost } from '../../services/core/host.js';
import type { Look } from '../../services/core/look.js';
import { recordMoved } from '../../services/core/moved.js';
import { planHost } from '../../services/core/planner.js';
import { compilePolicy, heatParametersOf } from '../../services/core/policy.js';
import { summarize } from '../../services/core/summary.js';

const RUNS = Number(process.argv[2] ?? 1_000_000);
const PASSES = 9;
const MEAN_PAGES = 24;

const random = xorshift(1);
const compiled = compilePolicy({
  name: 'bench',
  revision: 1,
  classes: [{ name: 'all', selector: {}, latencySensitive: false, priority: 0, coldAgeSeconds: 60, hotRate: 0.5 }],
  tiers: [{ rank: 0, headroomShare: 0.02 }],
  bytesPerSecondPerHost: 200 * 2 ** 20,
  residenceSeconds: 600,
  dataMaxAgeSeconds: 60,
  heatHalfLifeSeconds: 60,
});
if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
const { policy } = compiled;
const parameters = heatParametersOf(policy);

for (const [name, moving] of [
  ['same borders', 0],
  ['a tenth of the borders moves', 0.1],
  ['all borders move', 1],
] as const) {
  const host = createHost();
  const node = (id: number) => ({ id, tier: id, totalBytes: 2 ** 40, freeBytes: 2 ** 34 });
  const mergeNs: number[] = [];
  const planNs: number[] = [];
  const movedNs: number[] = [];
  const summaryNs: number[] = [];
  let modelRuns = 0;
  for (let pass = 1; pass <= PASSES; pass++) {
    const endUnixMs = pass * 10_000;
    applyFacts(host, { nodes: [node(0), node(1)], labels: {}, pageSize: 4096, atUnixMs: endUnixMs });
    const seen = look(endUnixMs, moving);
    mergeNs.push(timed(() => applyLook(host, { key: 's', command: 'x', cgroup: undefined }, seen, parameters)));
    const space = host.spaces.get('s');
    if (!space) continue;
    modelRuns = space.heat.runs.count;
    planNs.push(timed(() => planHost(host, policy, [], endUnixMs + 1000, { planSeconds: 10 })));
    const range = { startPage: Float64Array.of(pass * 1000), pages: Float64Array.of(500) };
    movedNs.push(timed(() => recordMoved(space.heat, range, 0, endUnixMs + 2000)));
    summaryNs.push(timed(() => summarize(host, policy)));
  }
  const each = (times: number[]): string => (median(times) / Math.max(RUNS, modelRuns)).toFixed(1);
  console.log(
    `${name}: ${modelRuns} runs in the model; ns a run: merge ${each(mergeNs)}, plan ${each(planNs)}, ` +
      `moved ${each(movedNs)}, summary ${each(summaryNs)}`,
  );
}

/** RUNS runs in one stretch; of each a fixed node and, mostly, a fixed temper. */
function look(endUnixMs: number, moving: number): Look {
  const startPage = new Float64Array(RUNS);
  const pages = new Float64Array(RUNS).fill(MEAN_PAGES);
  const evidence = new Uint8Array(RUNS);
  const nodes = new Uint8Array(RUNS);
  for (let i = 0; i < RUNS; i++) {
    startPage[i] = i * MEAN_PAGES + (random() < moving ? Math.floor(random() * MEAN_PAGES) : 0);
    const temper = ((i * 2_654_435_761) >>> 0) / 2 ** 32;
    evidence[i] = temper < 0.7 ? 0 : Math.floor(random() * 255);
    nodes[i] = (i >> 3) & 1;
  }
  for (let i = 0; i + 1 < RUNS; i++) pages[i] = (startPage[i + 1] as number) - (startPage[i] as number);
  return {
    runs: { startPage, pages, evidence, node: nodes, kind: new Uint8Array(RUNS).fill(1) },
    coverage: { startPage: Float64Array.of(0), pages: Float64Array.of((RUNS + 1) * MEAN_PAGES) },
    nodes: [0, 1],
    windowSeconds: 10,
    endUnixMs,
    residencyUnixMs: endUnixMs,
    pageGranular: true,
  };
}

function timed(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Marsaglia, Xorshift RNGs (2003): the same numbers in every run. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
