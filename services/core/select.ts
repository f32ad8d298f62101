import type { RunTable } from './columns.js';

/**
 * The hottest and the coldest of many runs without sorting them: one pass counts pages by heat and by age, exactly (both are
 * of 16 bits), and a second takes what is above the cuts (cutAt of histogram.ts gives them). A counting sort's first half, as
 * in Knuth, The Art of Computer Programming, volume 3, 5.2, algorithm D.
 */
export interface Warmth {
  /** Pages by heat, 65,536 bins. */
  readonly byHeat: Float64Array;
  /** Pages by age, 65,536 bins. */
  readonly byAge: Float64Array;
}

const BINS = 65_536;

export function createWarmth(): Warmth {
  return { byHeat: new Float64Array(BINS), byAge: new Float64Array(BINS) };
}

/** Adds the runs of a table. 2 to 4 ns a run. */
export function countWarmth({ byHeat, byAge }: Warmth, table: RunTable): void {
  const { heat, age, place, pagesHigh, count } = table;
  for (let i = 0; i < count; i++) {
    const pages = ((pagesHigh[i] as number) << 16) | ((place[2 * i + 1] as number) >>> 16);
    const h = heat[i] as number;
    const a = age[i] as number;
    byHeat[h] = (byHeat[h] as number) + pages;
    byAge[a] = (byAge[a] as number) + pages;
  }
}

/** The lowest entry of `pages` above and with which there are `limit` pages or fewer; 65,536 where one alone has more. */
export function lowestWithin(pages: Float64Array, limit: number): number {
  let sum = 0;
  for (let bin = pages.length - 1; bin >= 0; bin--) {
    sum += pages[bin] as number;
    if (sum > limit) return bin + 1;
  }
  return 0;
}

/** Runs taken by takeExtremes; entries below `count` are valid. */
export interface Extremes {
  count: number;
  /** Indices into the table, ascending. */
  readonly index: Uint32Array;
}

/** Room for what may be taken of a table of `capacity` runs. */
export function createExtremes(capacity: number): Extremes {
  return { count: 0, index: new Uint32Array(capacity) };
}

/** Takes each run at least as hot as `hot`, or at least as old as `cold`. `into` has to have room for all runs of the table. */
export function takeExtremes(table: RunTable, hot: number, cold: number, into: Extremes): void {
  const { heat, age, count } = table;
  const { index } = into;
  let taken = 0;
  // Written always, kept sometimes: a branch here would be guessed wrong one time in ten.
  for (let i = 0; i < count; i++) {
    index[taken] = i;
    taken += (heat[i] as number) >= hot || (age[i] as number) >= cold ? 1 : 0;
  }
  into.count = taken;
}
