import { type GroupRuns, HUGE_PAGES, RunBuilder, Unit } from './pageRuns.js';
import type { MoveGroup } from './plan.js';
import { SettledRuns } from './settledRuns.js';
import { type SkipReason, skipIndex, Verdict } from './verdict.js';
import type { VerdictRun } from './verdictRuns.js';

/** Verdicts of neighbouring pages that are alike, by page number. */
export interface PageVerdicts {
  readonly startPage: number;
  readonly pages: number;
  readonly verdict: number;
  readonly detail: number;
}

/**
 * What is known of the pages of one group, as runs, so that batches may settle pages in any order and a journal may be replayed
 * onto it twice. Pages are addressed by their index: 0 is the first page of the first range.
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
  private readonly settled: SettledRuns;
  /** Index of the first page of each range. */
  private readonly firstIndex: Float64Array;

  constructor(group: MoveGroup) {
    this.group = group;
    this.settled = new SettledRuns(group.pageCount);
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
    return this.group.pageCount - this.settled.count;
  }

  /** The verdict of a page settles once; a later one for the same page is dropped. Runs ascend and are disjoint. */
  settle(runs: readonly VerdictRun[]): void {
    this.settled.add(runs);
  }

  /** Skips all that is still open; answers what it settled. */
  skipRest(reason: SkipReason): VerdictRun[] {
    const runs: VerdictRun[] = [];
    const detail = skipIndex(reason);
    this.settled.eachOpen(0, (first, count) => {
      runs.push({ first, count, verdict: Verdict.skipped, detail });
      return true;
    });
    this.settled.add(runs);
    return runs;
  }

  /**
   * Up to `most` open pages, in up to `mostRuns` runs, from index `from` on; a huge page's worth of neighbours is not torn apart, nor
   * where ranges of the plan meet within it.
   */
  nextOpen(from: number, most: number, mostRuns = most): GroupRuns {
    const found = new RunBuilder();
    /** Page behind the last one taken. */
    let next = 0;
    this.settled.eachOpen(from, (first, count) =>
      this.eachRange(first, count, (index, startPage, pages) => {
        const isFull = found.pageCount >= most || found.runCount >= mostRuns;
        if (isFull && (startPage !== next || startPage % HUGE_PAGES === 0)) return false;
        const left = isFull ? 0 : most - found.pageCount;
        const toUnit = (HUGE_PAGES - ((startPage + left) % HUGE_PAGES)) % HUGE_PAGES;
        const taken = Math.min(pages, left + toUnit);
        found.add(index, startPage, taken, Unit.page);
        next = startPage + taken;
        return taken === pages;
      }),
    );
    return found.take();
  }

  /** The pages of these stretches that are open; stretches ascend. */
  openWithin(stretches: readonly { readonly first: number; readonly count: number }[]): GroupRuns {
    const found = new RunBuilder();
    for (const stretch of stretches) {
      const end = stretch.first + stretch.count;
      this.settled.eachOpen(stretch.first, (first, count) => {
        if (first >= end) return false;
        return this.eachRange(first, Math.min(count, end - first), (index, startPage, pages) => {
          found.add(index, startPage, pages, Unit.page);
          return true;
        });
      });
    }
    return found.take();
  }

  /** Every verdict so far as runs of like ones, ascending; open pages are left out. */
  runs(): VerdictRun[] {
    return this.settled.runs();
  }

  /** Runs, ascending, as page numbers: a run is cut where the plan's pages are not neighbours. */
  pageRuns(runs: readonly VerdictRun[] = this.runs()): PageVerdicts[] {
    const cut: { startPage: number; pages: number; verdict: number; detail: number }[] = [];
    for (const { first, count, verdict, detail } of runs) {
      this.eachRange(first, count, (_, startPage, pages) => {
        const last = cut.at(-1);
        const joins =
          last && last.startPage + last.pages === startPage && last.verdict === verdict && last.detail === detail;
        if (joins) last.pages += pages;
        else cut.push({ startPage, pages, verdict, detail });
        return true;
      });
    }
    return cut;
  }

  /** Pages by index as they lie in the plan's ranges, until `told` answers false; answers what it answered last. */
  private eachRange(
    first: number,
    count: number,
    told: (index: number, startPage: number, pages: number) => boolean,
  ): boolean {
    const { startPage, pages } = this.group.ranges;
    let range = this.rangeOf(first);
    for (let index = first; index < first + count; range++) {
      const into = index - (this.firstIndex[range] as number);
      const taken = Math.min(first + count - index, (pages[range] as number) - into);
      if (!told(index, (startPage[range] as number) + into, taken)) return false;
      index += taken;
    }
    return true;
  }

  private rangeOf(index: number): number {
    let low = 0;
    let high = this.firstIndex.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.firstIndex[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
