import { STATUS_UNSET } from '../kernel/port.js';
import { HUGE_PAGES } from './attempt.js';
import { type GroupLedger, runsAt, type VerdictRun } from './ledger.js';
import type { SurveyReport } from './moverPort.js';
import { type SkipReason, skipIndex, Verdict } from './verdict.js';

/** Pages looked at together; whole huge pages, so it may be up to one of them larger. */
const LEAST_WINDOW_PAGES = 4096;
const MOST_WINDOW_PAGES = 32_768;

/** What a second moves is looked at together: more would be looked at too early, less too often. */
export function windowPages(bytesPerSecond: number, pageSize: number): number {
  return Math.min(MOST_WINDOW_PAGES, Math.max(LEAST_WINDOW_PAGES, Math.ceil(bytesPerSecond / pageSize)));
}

/** Open pages of a group, by index within it and by page number. */
export interface PageWindow {
  readonly indexes: Float64Array;
  readonly pages: Float64Array;
}

/** The next open pages from index `from` on, about so many. */
export function nextWindow(ledger: GroupLedger, from: number, pages: number): PageWindow {
  const indexes = ledger.nextOpen(from, pages, HUGE_PAGES);
  return { indexes, pages: ledger.pagesAt(indexes) };
}

/** The pages of a cut-off batch that are still open. */
export function windowOf(
  ledger: GroupLedger,
  spans: readonly { readonly first: number; readonly count: number }[],
): PageWindow {
  const found: number[] = [];
  for (const { first, count } of spans) {
    for (let i = first; i < first + count; i++) if (ledger.isOpen(i)) found.push(i);
  }
  const indexes = Float64Array.from(found);
  return { indexes, pages: ledger.pagesAt(indexes) };
}

/** Pages that wait to be moved, those of huge pages (`huge` is 1) whole. */
export interface UnitPages extends PageWindow {
  readonly huge: Uint8Array;
}

/** A window after the look: the pages that wait to be moved, and the index of the first page that was not looked at. */
export interface SurveyedWindow extends UnitPages {
  readonly end: number;
  /** When the collector's look was taken that the window was judged by, monotonic ms; undefined where there was none. */
  readonly lookedMs?: number | undefined;
}

/** A reason to leave pages where they are, and the pages that it holds for: by page number, ascending, and by index in the window. */
export interface Stay {
  readonly reason: SkipReason;
  readonly holds: (page: number, index: number) => boolean;
}

/**
 * Judges a window by what the look found. Pages on the target are there already, absent ones have failed, those elsewhere
 * are not where the plan thought; huge pages move whole, so one that the plan does not cover whole is left alone.
 */
export function judgeWindow(
  ledger: GroupLedger,
  window: PageWindow,
  survey: SurveyReport,
  stays: readonly Stay[],
): { readonly settled: VerdictRun[]; readonly surveyed: SurveyedWindow } {
  const { indexes, pages } = window;
  const { fromNode, toNode } = ledger.group;
  const verdicts = new Uint8Array(indexes.length);
  const details = new Int32Array(indexes.length);
  let settled = 0;
  const settle = (i: number, verdict: number, detail: number) => {
    verdicts[i] = verdict;
    details[i] = detail;
    settled++;
  };
  const isLooked = survey.status.length > 0;
  const judged = isLooked || stays.length > 0 ? indexes.length : 0;
  for (let i = 0; i < judged; i++) {
    const status = isLooked ? (survey.status[i] as number) : STATUS_UNSET;
    if (status === toNode) settle(i, Verdict.alreadyThere, 0);
    else if (status < 0 && status !== STATUS_UNSET) settle(i, Verdict.failed, -status);
    else if (status !== fromNode && status !== STATUS_UNSET) settle(i, Verdict.skipped, skipIndex('not-where-planned'));
    else {
      const page = pages[i] as number;
      const stay = stays.find(({ holds }) => holds(page, i));
      if (stay) settle(i, Verdict.skipped, skipIndex(stay.reason));
    }
  }
  if (survey.huge.includes(1)) {
    for (let i = 0; i < indexes.length; ) {
      if (survey.huge[i] === 1 && wholeHuge(pages, survey.huge, verdicts, i)) i += HUGE_PAGES;
      else {
        if (survey.huge[i] === 1 && verdicts[i] === Verdict.none)
          settle(i, Verdict.skipped, skipIndex('partial-huge-page'));
        i++;
      }
    }
  }
  const end = indexes.length > 0 ? (indexes.at(-1) as number) + 1 : ledger.group.pageCount;
  if (settled === 0) return { settled: [], surveyed: { indexes, pages, huge: survey.huge, end } };
  const waits = (_: number, i: number) => verdicts[i] === Verdict.none;
  const left = { indexes: indexes.filter(waits), pages: pages.filter(waits), huge: survey.huge.filter(waits), end };
  return { settled: runsAt(indexes, verdicts, details), surveyed: left };
}

function wholeHuge(pages: Float64Array, huge: Uint8Array, verdicts: Uint8Array, i: number): boolean {
  const page = pages[i] as number;
  if (page % HUGE_PAGES !== 0 || pages[i + HUGE_PAGES - 1] !== page + HUGE_PAGES - 1) return false;
  for (let k = i; k < i + HUGE_PAGES; k++) if (huge[k] !== 1 || verdicts[k] !== Verdict.none) return false;
  return true;
}

/** The first pages of a window that make up a batch: how many base pages, and whether they are one huge page. */
export interface BatchSize {
  readonly pages: number;
  readonly bytes: number;
  readonly oneHuge: boolean;
}

/** About `wantBytes` and at most `mostPages`, but one unit at least; never more than `roomBytes`. */
export function nextBatch(
  surveyed: SurveyedWindow,
  pageSize: number,
  bounds: { readonly wantBytes: number; readonly mostPages: number; readonly roomBytes: number },
): BatchSize {
  const { huge } = surveyed;
  const wantPages = Math.min(bounds.mostPages, Math.floor(bounds.wantBytes / pageSize));
  const roomPages = Math.floor(bounds.roomBytes / pageSize);
  if (!huge.includes(1)) {
    const pages = Math.max(0, Math.min(huge.length, Math.max(1, wantPages), roomPages));
    return { pages, bytes: pages * pageSize, oneHuge: false };
  }
  let pages = 0;
  let units = 0;
  while (pages < huge.length) {
    const unit = huge[pages] === 1 ? HUGE_PAGES : 1;
    if (pages + unit > roomPages || (units > 0 && pages + unit > wantPages)) break;
    pages += unit;
    units++;
  }
  return { pages, bytes: pages * pageSize, oneHuge: units === 1 && pages > 1 };
}

/** The first `count` pages of a window, and what is left of it. */
export function takeFirst(
  surveyed: SurveyedWindow,
  count: number,
): { readonly taken: UnitPages; readonly left: SurveyedWindow } {
  const { indexes, pages, huge, ...rest } = surveyed;
  return {
    taken: { indexes: indexes.slice(0, count), pages: pages.slice(0, count), huge: huge.slice(0, count) },
    left: { indexes: indexes.subarray(count), pages: pages.subarray(count), huge: huge.subarray(count), ...rest },
  };
}

/** Two windows, the second behind the first. */
export function joinWindows(first: SurveyedWindow, second: SurveyedWindow): SurveyedWindow {
  const pagesBefore = first.indexes.length;
  if (pagesBefore === 0) return second;
  const count = pagesBefore + second.indexes.length;
  const joined = {
    indexes: new Float64Array(count),
    pages: new Float64Array(count),
    huge: new Uint8Array(count),
    end: second.end,
    // The older of the two: what a batch says of its look holds for all its pages.
    lookedMs: lookOfBoth(first.lookedMs, second.lookedMs),
  };
  joined.indexes.set(first.indexes);
  joined.indexes.set(second.indexes, pagesBefore);
  joined.pages.set(first.pages);
  joined.pages.set(second.pages, pagesBefore);
  joined.huge.set(first.huge);
  joined.huge.set(second.huge, pagesBefore);
  return joined;
}

function lookOfBoth(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.min(a, b);
}
