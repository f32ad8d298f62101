import { pagesOf, type RunTable, startOf } from '../../../services/core/columns.js';
import { mergeLook } from '../../../services/core/merge.js';
import { heatOfShare } from '../../../services/core/quantities.js';
import {
  createSpaceHeat,
  DEFAULT_RESOLUTION,
  EXACT_RESOLUTION,
  type HeatParameters,
} from '../../../services/core/space.js';
import { type Figure, figure } from '../figure.js';
import { HALF_LIFE_SECONDS, WINDOW_SECONDS, xorshift } from './batches.js';

const RUNS = 100_000;
const WINDOWS = 30;
/** Looks at a page in a window: evidence is the share of them that saw it. */
const LOOKS = 20;
/** The usual policy: hot at half of the looks, cold after two minutes. */
const HOT = heatOfShare(0.5);
const COLD_SECONDS = 120;
/** Runs allowed, as a share of those that the exact model takes. */
const LIMITS = [1, 0.5, 0.25, 0.125, 0.0625] as const;
const PAGES_PER_RUN = 8;

/**
 * What joining look-alikes costs: the share of pages whose class (hot, cold, neither) is another than in the exact model. Of
 * neighbouring runs half are of one temper, as objects are larger than runs; tempers are spread as cubes of a uniform number.
 */
export async function coarsenErrorBench(runs: number): Promise<Figure[]> {
  const shares = new Map<string, number[]>();
  const note = (name: string, value: number): void => void shares.set(name, [...(shares.get(name) ?? []), value]);
  for (let run = 0; run < runs; run++) {
    const exact = modelOf(run, { ...parameters(Number.POSITIVE_INFINITY), resolution: EXACT_RESOLUTION });
    for (const limit of LIMITS) {
      const coarse = modelOf(run, parameters(Math.floor(exact.count * limit)));
      note(`coarsen-error:${limit}`, classChanged(exact, coarse));
      note(`coarsen-runs:${limit}`, coarse.count / exact.count);
    }
  }
  return [...shares].map(([name, values]) =>
    name.startsWith('coarsen-error')
      ? figure('brain', name, values, 'share', 'pages, their class changed')
      : figure('brain', name, values, 'share', 'runs of the exact model'),
  );
}

function parameters(maxRuns: number): HeatParameters {
  return { halfLifeSeconds: HALF_LIFE_SECONDS, markKeepSeconds: 3600, resolution: DEFAULT_RESOLUTION, maxRuns };
}

function modelOf(seed: number, merge: HeatParameters): RunTable {
  const random = xorshift(11 + seed);
  const startPage = Float64Array.from({ length: RUNS }, (_, i) => i * PAGES_PER_RUN);
  const pages = new Float64Array(RUNS).fill(PAGES_PER_RUN);
  const temper = new Float64Array(RUNS);
  for (let i = 0; i < RUNS; i++) temper[i] = i > 0 && random() < 0.5 ? (temper[i - 1] as number) : random() ** 3;
  const node = new Uint8Array(RUNS);
  const kind = new Uint8Array(RUNS).fill(1);
  const coverage = { startPage: Float64Array.of(0), pages: Float64Array.of(RUNS * PAGES_PER_RUN) };
  const space = createSpaceHeat();
  for (let window = 1; window <= WINDOWS; window++) {
    const evidence = new Uint8Array(RUNS);
    for (let i = 0; i < RUNS; i++) {
      let seen = 0;
      for (let look = 0; look < LOOKS; look++) if (random() < (temper[i] as number) ** 2) seen++;
      evidence[i] = Math.round((seen * 255) / LOOKS);
    }
    const endUnixMs = window * WINDOW_SECONDS * 1000;
    const look = {
      runs: { startPage, pages, evidence, node, kind },
      coverage,
      nodes: [0],
      windowSeconds: WINDOW_SECONDS,
      endUnixMs,
      residencyUnixMs: endUnixMs,
      pageGranular: true,
    };
    mergeLook(space, look, merge);
  }
  return space.runs;
}

function classChanged(exact: RunTable, coarse: RunTable): number {
  let changed = 0;
  let all = 0;
  let c = 0;
  for (let i = 0; i < exact.count; i++) {
    let page = startOf(exact, i);
    const end = page + pagesOf(exact, i);
    while (page < end) {
      const to = Math.min(end, startOf(coarse, c) + pagesOf(coarse, c));
      all += to - page;
      if (classOf(exact, i) !== classOf(coarse, c)) changed += to - page;
      page = to;
      if (page === startOf(coarse, c) + pagesOf(coarse, c)) c++;
    }
  }
  return changed / all;
}

function classOf({ heat, age }: RunTable, i: number): 'hot' | 'cold' | 'neither' {
  if ((heat[i] as number) >= HOT) return 'hot';
  return (age[i] as number) >= COLD_SECONDS ? 'cold' : 'neither';
}
