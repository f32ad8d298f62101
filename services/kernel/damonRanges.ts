/**
 * Which address ranges of a process DAMON is to watch.
 *
 * DAMON's own choice for virtual address spaces (vaddr, three regions around the two largest gaps: damon_va_three_regions
 * in mm/damon/vaddr.c) leaves every other gap in. In a process with many gaps, such as one with a managed heap, nearly all
 * samples fall where nothing is mapped, and as regions that look alike are joined, the hot ones are never found. So the
 * ranges are given (fvaddr [5.19]) and renewed as mappings change.
 */
import { holdsPages } from './maps.js';
import type { Mapping } from './port.js';

/** Half-open, in pages. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** Mappings closer to one another than this are one range to begin with: 1 MiB of base pages. */
const FIRST_JOIN_PAGES = 256;
/** New ranges are given when this share of the mapped pages is not watched, or as much again is watched for nothing. */
const RENEWAL_SHARE = 1 / 64;
const EXCESS_SHARE = 1 / 4;

/** At most `limit` ascending ranges that hold all mappings with pages; the smallest gaps are closed first. */
export function rangesOf(mappings: readonly Mapping[], limit: number): readonly PageRange[] {
  let ranges: readonly PageRange[] = mappings
    .filter(holdsPages)
    .map(({ startPage, pages }) => ({ start: startPage, end: startPage + pages }));
  // Page numbers stay below 2^52, so the gap that is closed passes every gap there is before the bound.
  for (let gap = FIRST_JOIN_PAGES; gap < 2 ** 53; gap *= 2) {
    ranges = joined(ranges, gap);
    if (ranges.length <= Math.max(1, limit)) break;
  }
  return ranges;
}

/** Whether the ranges that are watched have become wrong enough to be replaced. */
export function needsRenewal(watched: readonly PageRange[], wanted: readonly PageRange[]): boolean {
  const wantedPages = size(wanted);
  const shared = overlap(watched, wanted);
  return wantedPages - shared > wantedPages * RENEWAL_SHARE || size(watched) - shared > wantedPages * EXCESS_SHARE;
}

function joined(ranges: readonly PageRange[], gap: number): readonly PageRange[] {
  const result: PageRange[] = [];
  for (const range of ranges) {
    const last = result[result.length - 1];
    if (last !== undefined && range.start - last.end < gap) {
      result[result.length - 1] = { start: last.start, end: range.end };
    } else result.push(range);
  }
  return result;
}

function size(ranges: readonly PageRange[]): number {
  return ranges.reduce((sum, range) => sum + range.end - range.start, 0);
}

function overlap(a: readonly PageRange[], b: readonly PageRange[]): number {
  let pages = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const left = a[i] as PageRange;
    const right = b[j] as PageRange;
    pages += Math.max(0, Math.min(left.end, right.end) - Math.max(left.start, right.start));
    if (left.end < right.end) i += 1;
    else j += 1;
  }
  return pages;
}
