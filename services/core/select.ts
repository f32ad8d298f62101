import { RUN_BYTES } from './columns.js';
import { aligned, engine, memoryTo, scratch } from './engine.js';
import type { SpaceHeat } from './space.js';

/**
 * The hottest and the coldest of many runs without sorting them: one pass counts pages by heat and by age, exactly (both are
 * of 16 bits), and a second takes what is above the cuts. The first half of a counting sort: Knuth, The Art of Computer
 * Programming, volume 3, 5.2, algorithm D.
 */
export interface Warmth {
  /** Pages by heat. */
  readonly byHeat: Float64Array;
  /** Pages by age. */
  readonly byAge: Float64Array;
}

const BINS = 65_536;

/** Pages of these spaces by heat and by age. */
export function warmthOf(spaces: Iterable<SpaceHeat>): Warmth {
  const byHeat = aligned(scratch());
  const byAge = byHeat + 8 * BINS;
  const table = byAge + 8 * BINS;
  memoryTo(table).fill(0, byHeat, table);
  for (const { bytes, count } of spaces) {
    const capacity = bytes.length / RUN_BYTES;
    // The columns up to age are what is read.
    memoryTo(table + 12 * capacity).set(bytes.subarray(0, 12 * capacity), table);
    engine.countWarmth(table, capacity, count, byHeat, byAge);
  }
  const memory = memoryTo(table);
  const bins = (at: number): Float64Array => new Float64Array(memory.slice(at, at + 8 * BINS).buffer);
  return { byHeat: bins(byHeat), byAge: bins(byAge) };
}

/** The lowest entry of `pages` from which on there are `limit` pages or fewer; one past the last where that has more. */
export function lowestWithin(pages: Float64Array, limit: number): number {
  let sum = 0;
  for (let bin = pages.length - 1; bin >= 0; bin--) {
    sum += pages[bin] as number;
    if (sum > limit) return bin + 1;
  }
  return 0;
}

/**
 * Indices of the runs at least as hot as `hot`, or at least as old as `cold`, as kept (0 .. 65,536, where the last takes none),
 * ascending. Valid until the engine is called again.
 */
export function extremesOf({ bytes, count }: SpaceHeat, hot: number, cold: number): Uint32Array {
  const capacity = bytes.length / RUN_BYTES;
  const heats = aligned(scratch());
  const out = heats + 4 * capacity;
  const memory = memoryTo(out + 4 * capacity);
  memory.set(bytes.subarray(8 * capacity, 12 * capacity), heats);
  const taken = engine.takeExtremes(heats, heats + 2 * capacity, count, hot, cold, out);
  return new Uint32Array(memory.buffer, out, taken);
}
