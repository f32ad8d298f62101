import type { RangeColumns } from '../contract/ranges.js';

/** Base pages of a huge page: 2 MiB of 4 KiB. */
export const HUGE_PAGES = 512;

/**
 * How the pages of a run stand: by themselves, as whole huge pages of which each moves as one, or as some pages of a huge page
 * that is not there whole.
 */
export const Unit = { page: 0, huge: 1, partOfHuge: 2 } as const;

/** Pages on their way, as columns of runs: ascending, disjoint, never a number a page. */
export interface PageRuns extends RangeColumns {
  /** A Unit for each run. */
  readonly unit: Uint8Array;
}

/** Pages of one group of a plan. */
export interface GroupRuns extends PageRuns {
  /** Index, within the group, of each run's first page. */
  readonly first: Float64Array;
  readonly pageCount: number;
}

/** Columns that grow; runs come in ascending order and join where they are neighbours, by index and by page, and alike. */
export class RunBuilder {
  private first = new Float64Array(16);
  private startPage = new Float64Array(16);
  private pages = new Float64Array(16);
  private unit = new Uint8Array(16);
  private length = 0;
  private count = 0;

  get pageCount(): number {
    return this.count;
  }

  get runCount(): number {
    return this.length;
  }

  add(first: number, startPage: number, pages: number, unit: number): void {
    this.count += pages;
    const last = this.length - 1;
    const before = last < 0 ? 0 : (this.pages[last] as number);
    const joins =
      last >= 0 &&
      this.unit[last] === unit &&
      (this.startPage[last] as number) + before === startPage &&
      (this.first[last] as number) + before === first;
    if (joins) {
      this.pages[last] = before + pages;
      return;
    }
    if (this.length === this.first.length) this.grow();
    this.first[this.length] = first;
    this.startPage[this.length] = startPage;
    this.pages[this.length] = pages;
    this.unit[this.length++] = unit;
  }

  /** Ends the building. */
  take(): GroupRuns {
    return {
      first: this.first.subarray(0, this.length),
      startPage: this.startPage.subarray(0, this.length),
      pages: this.pages.subarray(0, this.length),
      unit: this.unit.subarray(0, this.length),
      pageCount: this.count,
    };
  }

  private grow(): void {
    const wider = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(2 * column.length);
      next.set(column);
      return next;
    };
    this.first = wider(this.first);
    this.startPage = wider(this.startPage);
    this.pages = wider(this.pages);
    const unit = new Uint8Array(this.first.length);
    unit.set(this.unit);
    this.unit = unit;
  }
}

export const NO_RUNS: GroupRuns = new RunBuilder().take();

export function pageCountOf({ pages }: RangeColumns): number {
  let sum = 0;
  for (const count of pages) sum += count;
  return sum;
}

/** A number a page, for whoever names single pages. */
export function pagesOf({ startPage, pages }: RangeColumns): Float64Array {
  const found = new Float64Array(pageCountOf({ startPage, pages }));
  let at = 0;
  for (let run = 0; run < pages.length; run++) {
    const start = (startPage[run] as number) - at;
    const end = at + (pages[run] as number);
    for (; at < end; at++) found[at] = start + at;
  }
  return found;
}

/** The same pages, `shift` further up. */
export function shifted<R extends RangeColumns>(runs: R, shift: number): R {
  return { ...runs, startPage: runs.startPage.map((page) => page + shift) };
}

/**
 * Calls `within` for each stretch of `runs` that lies in one of `ranges`, with the index of that range, and `outside` for each that
 * lies in none, all in ascending order. Ranges ascend and are disjoint.
 */
export function divide(
  runs: GroupRuns,
  ranges: RangeColumns,
  within: (first: number, startPage: number, pages: number, unit: number, range: number) => void,
  outside: (first: number, startPage: number, pages: number, unit: number) => void,
): void {
  let range = 0;
  for (let run = 0; run < runs.pages.length; run++) {
    const start = runs.startPage[run] as number;
    const end = start + (runs.pages[run] as number);
    const shift = (runs.first[run] as number) - start;
    const unit = runs.unit[run] as number;
    for (let at = start; at < end; ) {
      while (range < ranges.pages.length && endOf(ranges, range) <= at) range++;
      const from = range < ranges.pages.length ? (ranges.startPage[range] as number) : Number.POSITIVE_INFINITY;
      const to = Math.min(end, at < from ? from : endOf(ranges, range));
      if (at < from) outside(shift + at, at, to - at, unit);
      else within(shift + at, at, to - at, unit, range);
      at = to;
    }
  }
}

function endOf({ startPage, pages }: RangeColumns, range: number): number {
  return (startPage[range] as number) + (pages[range] as number);
}
