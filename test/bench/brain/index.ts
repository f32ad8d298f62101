/**
 * Area `brain`: a registry of benches. Each entry names the figures that it gives (globs; what follows a colon is a parameter,
 * such as a workload or a number of hosts), so that `--only` runs nothing in vain.
 */
import type { Figure } from '../figure.js';
import { FLEET_FIGURES } from './fleet.js';
import { CEILING_NAMES, PLACE_NAMES } from './labNames.js';
import { PLACEMENT_FIGURES } from './placement.js';

/** Measures `runs` times and gives its figures; only those that `wanted` accepts need be measured. */
export type Bench = (runs: number, wanted: (name: string) => boolean) => Promise<Figure[]>;

export interface Entry {
  /** Names of the figures, in full. */
  readonly figures: readonly string[];
  readonly bench: Bench;
}

/** One line a bench; the file that holds it is loaded only when it runs. */
const ENTRIES: readonly Entry[] = [
  {
    figures: [
      'ingest/c',
      'ingest/naive',
      'ingest-ns',
      'ingest-c-ns',
      'ingest-c-ns:decode',
      'ingest-c-ns:merge',
      'ingest-c-ns:join',
      'ingest-naive-ns',
    ],
    bench: async (runs, wanted) => (await import('./ingest.js')).ingestBench(runs, wanted),
  },
  {
    figures: ['select/c', 'select-ns', 'select-c-ns', 'plan-ns'],
    bench: async (runs) => (await import('./select.js')).selectBench(runs),
  },
  {
    figures: ['bytes-per-run', 'bytes-per-run:large-spaces'],
    bench: async (runs) => (await import('./footprint.js')).footprintBench(runs),
  },
  {
    figures: ['1', '0.5', '0.25', '0.125', '0.0625'].flatMap((limit) => [
      `coarsen-error:${limit}`,
      `coarsen-runs:${limit}`,
    ]),
    bench: async (runs) => (await import('./coarsenError.js')).coarsenErrorBench(runs),
  },
  { figures: ['rule-ns', 'rule-us'], bench: async (runs) => (await import('./rules.js')).rulesBench(runs) },
  { figures: PLACE_NAMES, bench: async (...given) => (await import('./labPlace.js')).placeFigures(...given) },
  { figures: CEILING_NAMES, bench: async (runs) => (await import('./labCeiling.js')).ceilingFigures(runs) },
  { figures: PLACEMENT_FIGURES, bench: async (...given) => (await import('./placement.js')).placementBench(...given) },
  { figures: FLEET_FIGURES, bench: async (...given) => (await import('./fleet.js')).fleetBench(...given) },
];

export async function brainArea(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { figures: names, bench } of ENTRIES) {
    if (names.some(wanted)) figures.push(...(await bench(runs, wanted)));
  }
  return figures;
}
