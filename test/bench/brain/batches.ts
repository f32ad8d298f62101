/** Batches for the ingest benches: spaces whose runs keep most of their borders and tempers from window to window. */
import { gapsOf } from '../../../services/contract/ranges.js';
import { encodeVarints } from '../../../services/contract/varint.js';
import type { PackedRuns } from '../../../services/core/look.js';

export const WINDOW_SECONDS = 10;
export const HALF_LIFE_SECONDS = 60;

/** What one window saw of one space, packed as on the wire, and the one range that was covered. */
export interface PackedLook {
  readonly runs: PackedRuns;
  readonly coverPages: number;
}

export interface Batches {
  readonly spaces: number;
  readonly windows: number;
  readonly runs: number;
  /** Window by window, in each space by space. */
  readonly looks: readonly PackedLook[];
}

/** First page of a space: a mapping at 0x7f00_0000_0000. */
const FIRST_PAGE = 0x7_f000_0000;
const MOST_PAGES = 48;
/** Share of runs whose next border is elsewhere in this window than in the others. */
const BORDERS_MOVED = 0.02;
/** Share of runs that are of another temper than usual in a window. */
const TEMPERS_CHANGED = 0.1;

export function makeBatches(spaces: number, runsPerSpace: number, windows: number): Batches {
  const random = xorshift(7);
  const looks: PackedLook[] = [];
  const tempers = new Uint8Array(spaces * runsPerSpace);
  const lengths = new Uint8Array(spaces * runsPerSpace);
  for (let i = 0; i < tempers.length; i++) {
    // Neighbours differ, as a collector makes them: nine of ten are never seen or always, or seldom and often by turns.
    tempers[i] = i % 2 === 0 ? (random() < 0.7 ? 0 : 40) : 60 + Math.floor(random() * 196);
    lengths[i] = 2 + Math.floor(random() * (MOST_PAGES - 2));
  }
  for (let window = 0; window < windows; window++) {
    for (let space = 0; space < spaces; space++) {
      looks.push(lookAt(space * runsPerSpace, runsPerSpace, tempers, lengths, random));
    }
  }
  return { spaces, windows, runs: spaces * runsPerSpace, looks };
}

function lookAt(
  first: number,
  count: number,
  tempers: Uint8Array,
  usual: Uint8Array,
  random: () => number,
): PackedLook {
  const startPage = new Float64Array(count);
  const pages = new Float64Array(count);
  const evidence = new Uint8Array(count);
  const node = new Uint8Array(count);
  let page = FIRST_PAGE;
  let shift = 0;
  for (let i = 0; i < count; i++) {
    const moved = i + 1 < count && random() < BORDERS_MOVED ? 1 : 0;
    startPage[i] = page;
    pages[i] = (usual[first + i] as number) - shift + moved;
    page += pages[i] as number;
    shift = moved;
    // One border in sixteen is one of a mapping.
    if (i % 16 === 15) page += 100;
    evidence[i] = random() < TEMPERS_CHANGED ? Math.floor(random() * 256) : (tempers[first + i] as number);
    node[i] = (i >> 3) & 1;
  }
  const kind = new Uint8Array(count).fill(1);
  // As they are once inflated; slices, for the encoder gives views of larger buffers.
  const gaps = encodeVarints(gapsOf(startPage, pages, count)).slice();
  const lengths = encodeVarints(pages).slice();
  return { runs: { count, gaps, lengths, evidence, node, kind }, coverPages: page };
}

/** The form that test/bench/c/engine.c reads. */
export function batchFile({ spaces, windows, looks }: Batches): Uint8Array[] {
  const chunks: Uint8Array[] = [new Uint8Array(Uint32Array.of(spaces, windows).buffer)];
  for (const { runs, coverPages } of looks) {
    const { count, gaps, lengths, evidence, node, kind } = runs;
    chunks.push(new Uint8Array(Uint32Array.of(count, gaps.length, lengths.length, 2).buffer));
    chunks.push(new Uint8Array(BigUint64Array.of(0n, BigInt(coverPages)).buffer));
    chunks.push(gaps, lengths, evidence, node, kind);
  }
  return chunks;
}

/** Marsaglia, Xorshift RNGs (2003): the same numbers in every run. */
export function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
