import type { PageRanges__Output } from './gen/thermocline/v1/PageRanges.js';
import { decodeVarints, encodeVarints, MalformedColumn } from './varint.js';

/** Page ranges as columns: ascending, disjoint, each of at least one page. */
export interface RangeColumns {
  readonly startPage: Float64Array;
  readonly pages: Float64Array;
}

/** More ranges in one message than this are refused: a claim of 2^32 entries must not make a reader allocate for them. */
export const MAX_RANGES = 4_000_000;

/** PageRanges as they are written. */
export interface PackedRanges {
  readonly count: number;
  readonly gaps: Uint8Array;
  readonly lengths: Uint8Array;
}

/** Packs ranges; they must be ascending and disjoint (RangeError otherwise). */
export function encodeRanges(ranges: { startPage: ArrayLike<number>; pages: ArrayLike<number> }): PackedRanges {
  const count = ranges.startPage.length;
  return {
    count,
    gaps: encodeVarints(gapsOf(ranges.startPage, ranges.pages, count)),
    lengths: encodeVarints(ranges.pages, count),
  };
}

/** Unpacks ranges. Throws MalformedColumn when the columns do not hold what `count` says. */
export function decodeRanges(ranges: PageRanges__Output | null): RangeColumns {
  if (!ranges) return { startPage: new Float64Array(0), pages: new Float64Array(0) };
  return decodeStartsAndLengths(ranges.count, ranges.gaps, ranges.lengths);
}

/** Pages between the end of each range and the start of the next; the first entry is the first start itself. */
export function gapsOf(startPage: ArrayLike<number>, pages: ArrayLike<number>, count: number): Float64Array {
  const gaps = new Float64Array(count);
  let end = 0;
  for (let i = 0; i < count; i++) {
    const start = startPage[i] as number;
    if (start < end) throw new RangeError(`ranges: range ${i} starts at page ${start}, before page ${end}`);
    gaps[i] = start - end;
    end = start + (pages[i] as number);
  }
  return gaps;
}

/** The inverse of gapsOf with its lengths, straight from the wire. */
export function decodeStartsAndLengths(count: number, gaps: Uint8Array, lengths: Uint8Array): RangeColumns {
  if (count > MAX_RANGES) throw new MalformedColumn('count', `${count} ranges; at most ${MAX_RANGES} are read`);
  // A varint takes at least a byte, so a count above the bytes at hand is a lie that must not be allocated for.
  if (count > gaps.length || count > lengths.length) throw new MalformedColumn('count', `${count} is above the bytes`);
  const startPage = new Float64Array(count);
  const pages = new Float64Array(count);
  decodeVarints(gaps, count, startPage, 'gaps');
  decodeVarints(lengths, count, pages, 'lengths');
  let end = 0;
  for (let i = 0; i < count; i++) {
    const length = pages[i] as number;
    if (length === 0) throw new MalformedColumn('lengths', `range ${i} is empty`);
    const start = end + (startPage[i] as number);
    startPage[i] = start;
    end = start + length;
    if (end > Number.MAX_SAFE_INTEGER) throw new MalformedColumn('gaps', `range ${i} ends above 2^53 - 1`);
  }
  return { startPage, pages };
}

/** Pages in all ranges together, without unpacking them. */
export function pagesIn(ranges: PageRanges__Output | null): number {
  let sum = 0;
  let scale = 1;
  for (const byte of ranges?.lengths ?? []) {
    sum += (byte & 127) * scale;
    scale = byte >= 128 ? scale * 128 : 1;
  }
  return sum;
}
