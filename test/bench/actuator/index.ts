/**
 * Area `actuator`: a registry of benches. Each entry names the figures that it gives (what follows a colon is a parameter,
 * such as a kind of memory or a limit), so that `--only` runs nothing in vain.
 */
import type { Figure } from '../figure.js';
import { MOVED_SHARE_NAMES } from './movedShare.js';

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
    figures: MOVED_SHARE_NAMES,
    bench: async (...given) => (await import('./movedShare.js')).movedShareBench(...given),
  },
];

export async function actuatorArea(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { figures: names, bench } of ENTRIES) {
    if (names.some(wanted)) figures.push(...(await bench(runs, wanted)));
  }
  return figures;
}
