import type { MoveGroup } from './plan.js';
import { type SkipReason, skipIndex, Verdict } from './verdict.js';

/** Verdicts of neighbouring pages that are alike, by index into the group's pages. */
export interface VerdictRun {
  readonly first: number;
  readonly count: number;
  readonly verdict: number;
  readonly detail: number;
}

/**
 * What is known of each page of one group: a verdict and its detail a page (3 bytes), so that batches may settle pages in
 * any order and a journal may be replayed onto it twice. Pages are addressed by their index: 0 is the first page of the first range.
 */
export class GroupLedger {
  readonly group: MoveGroup;
  bytesMoved = 0;
  seconds = 0;
  /**
   * Age of the oldest last look that pages stayed by, when it was asked for, or that a batch went by, when it was begun; undefined
   * where there was none. Since the last start.
   */
  lastLookAgeSeconds: number | undefined;
  private readonly verdicts: Uint8Array;
  private readonly details: Uint16Array;
  /** Index of the first page of each range. */
  private readonly firstIndex: Float64Array;
  private open: number;
  /** No page below this index is open. */
  private cursor = 0;

  constructor(group: MoveGroup) {
    this.group = group;
    this.verdicts = new Uint8Array(group.pageCount);
    this.details = new Uint16Array(group.pageCount);
    this.open = group.pageCount;
    this.firstIndex = new Float64Array(group.ranges.pages.length);
    let index = 0;
    group.ranges.pages.forEach((pages, range) => {
      this.firstIndex[range] = index;
      index += pages;
    });
  }

  sawLook(ageMs: number): void {
    this.lastLookAgeSeconds = Math.max(this.lastLookAgeSeconds ?? 0, ageMs / 1000);
  }

  get openPages(): number {
    return this.open;
  }

  /** The verdict of a page settles once; a later one for the same page is dropped. Answers whether it was the first. */
  settle(index: number, verdict: number, detail: number): boolean {
    if (verdict === Verdict.none || this.verdicts[index] !== Verdict.none) return false;
    this.verdicts[index] = verdict;
    this.details[index] = detail;
    this.open--;
    return true;
  }

  settleRun({ first, count, verdict, detail }: VerdictRun): void {
    if (verdict === Verdict.none) return;
    for (let i = first; i < first + count; i++) {
      if (this.verdicts[i] !== Verdict.none) continue;
      this.verdicts[i] = verdict;
      this.details[i] = detail;
      this.open--;
    }
  }

  /** Skips all that is still open; answers what it settled. */
  skipRest(reason: SkipReason): VerdictRun[] {
    if (this.open === 0) return [];
    const detail = skipIndex(reason);
    const runs: VerdictRun[] = [];
    let first = this.cursor;
    for (let i = this.cursor; i <= this.verdicts.length; i++) {
      if (i < this.verdicts.length && this.verdicts[i] === Verdict.none) continue;
      if (i > first) runs.push({ first, count: i - first, verdict: Verdict.skipped, detail });
      first = i + 1;
    }
    for (const run of runs) this.settleRun(run);
    return runs;
  }

  isOpen(index: number): boolean {
    return this.verdicts[index] === Verdict.none;
  }

  /** Up to `most` open pages from index `from` on, as indexes; a huge page's worth of neighbours is not torn apart. */
  nextOpen(from: number, most: number, unitPages: number): Float64Array {
    while (this.cursor < this.verdicts.length && this.verdicts[this.cursor] !== Verdict.none) this.cursor++;
    const found = new Float64Array(Math.min(most + unitPages, this.open));
    let count = 0;
    for (let i = Math.max(from, this.cursor); i < this.verdicts.length && count < found.length; i++) {
      if (this.verdicts[i] !== Verdict.none) continue;
      if (count >= most && this.pageAt(i) % unitPages === 0) break;
      found[count++] = i;
    }
    return found.subarray(0, count);
  }

  /** Page numbers of the pages at these indexes, which ascend. */
  pagesAt(indexes: Float64Array): Float64Array {
    const { startPage, pages } = this.group.ranges;
    const found = new Float64Array(indexes.length);
    let range = 0;
    let first = 0;
    let end = pages[0] as number;
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i] as number;
      while (index >= end) {
        range++;
        first = end;
        end += pages[range] as number;
      }
      found[i] = (startPage[range] as number) + (index - first);
    }
    return found;
  }

  /** Page number of the page at this index. */
  pageAt(index: number): number {
    let low = 0;
    let high = this.firstIndex.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.firstIndex[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return (this.group.ranges.startPage[low] as number) + (index - (this.firstIndex[low] as number));
  }

  /** Every verdict so far as runs of like ones, ascending; open pages are left out. */
  runs(): VerdictRun[] {
    return runsOf(this.verdicts, this.details);
  }

  /** Runs, ascending, as page numbers: a run is cut where the plan's pages are not neighbours. */
  pageRuns(
    runs: readonly VerdictRun[] = this.runs(),
  ): { startPage: number; pages: number; verdict: number; detail: number }[] {
    const cut: { startPage: number; pages: number; verdict: number; detail: number }[] = [];
    let range = 0;
    for (const { first, count, verdict, detail } of runs) {
      let index = first;
      while (index < first + count) {
        while (range + 1 < this.firstIndex.length && (this.firstIndex[range + 1] as number) <= index) range++;
        const rangeStart = this.firstIndex[range] as number;
        const rangeEnd = rangeStart + (this.group.ranges.pages[range] as number);
        const pages = Math.min(first + count, rangeEnd) - index;
        const startPage = (this.group.ranges.startPage[range] as number) + (index - rangeStart);
        const last = cut.at(-1);
        const joins =
          last && last.startPage + last.pages === startPage && last.verdict === verdict && last.detail === detail;
        if (joins) last.pages += pages;
        else cut.push({ startPage, pages, verdict, detail });
        index += pages;
      }
    }
    return cut;
  }
}

/** Verdicts of pages at these indexes, ascending, as runs of neighbours that are alike; `none` is left out. */
export function runsAt(indexes: Float64Array, verdicts: Uint8Array, details: Int32Array): VerdictRun[] {
  const runs: VerdictRun[] = [];
  let from = 0;
  for (let i = 1; i <= indexes.length; i++) {
    const joins =
      i < indexes.length &&
      indexes[i] === (indexes[i - 1] as number) + 1 &&
      verdicts[i] === verdicts[from] &&
      details[i] === details[from];
    if (joins) continue;
    const verdict = verdicts[from] as number;
    const first = indexes[from] as number;
    if (verdict !== Verdict.none) runs.push({ first, count: i - from, verdict, detail: details[from] as number });
    from = i;
  }
  return runs;
}

/** Pages at these indexes, ascending, as runs of neighbours of which nobody knows yet what becomes of them. */
export function spansOf(indexes: Float64Array): VerdictRun[] {
  const spans: VerdictRun[] = [];
  let from = 0;
  for (let i = 1; i <= indexes.length; i++) {
    if (i < indexes.length && indexes[i] === (indexes[i - 1] as number) + 1) continue;
    spans.push({ first: indexes[from] as number, count: i - from, verdict: Verdict.unknown, detail: 0 });
    from = i;
  }
  return indexes.length > 0 ? spans : [];
}

/** Runs of like verdicts in two columns; `none` is left out. */
function runsOf(verdicts: Uint8Array, details: Uint16Array): VerdictRun[] {
  const runs: VerdictRun[] = [];
  let first = 0;
  for (let i = 1; i <= verdicts.length; i++) {
    if (i < verdicts.length && verdicts[i] === verdicts[first] && details[i] === details[first]) continue;
    const verdict = verdicts[first] as number;
    if (verdict !== Verdict.none) runs.push({ first, count: i - first, verdict, detail: details[first] as number });
    first = i;
  }
  return runs;
}
