import type { RangeColumns } from '../contract/ranges.js';
import type { SurveyReport } from './moverPort.js';
import { divide, type GroupRuns, HUGE_PAGES, RunBuilder, Unit } from './pageRuns.js';
import { type SkipReason, skipIndex, Verdict } from './verdict.js';
import type { VerdictRun } from './verdictRuns.js';

/** Pages looked at together; whole huge pages, so it may be up to one of them larger. */
const LEAST_WINDOW_PAGES = 4096;
const MOST_WINDOW_PAGES = 131_072;
/** As many are looked at together on a host whose pace is low, or not known yet. */
const SLOW_WINDOW_PAGES = 32_768;
/** Runs of them, which are what judging a window takes its time for. */
export const MOST_WINDOW_RUNS = 32_768;

/**
 * What a second moves is looked at together: more would be looked at too early, less too often. That is what the limit allows, and what the
 * host has been seen to do.
 */
export function windowPages(allowedPages: number, pacePages: number): number {
  const most = Math.min(MOST_WINDOW_PAGES, Math.max(SLOW_WINDOW_PAGES, pacePages));
  return Math.min(most, Math.max(LEAST_WINDOW_PAGES, Math.ceil(allowedPages)));
}

/** A window after the look: the pages that wait to be moved, and the index of the first page that was not looked at. */
export interface SurveyedWindow extends GroupRuns {
  readonly end: number;
  /** When the collector's look was taken that the window was judged by, monotonic ms; undefined where there was none. */
  readonly lookedMs?: number | undefined;
  /** As the survey says. */
  readonly mostRuns?: number | undefined;
}

/** A reason to leave pages where they are, and the ranges of pages that it holds for, ascending and disjoint. */
export interface Stay {
  readonly reason: SkipReason;
  readonly ranges: RangeColumns;
}

/**
 * Judges a window by what the look found. Pages on the target are there already, absent ones have failed, those elsewhere
 * are not where the plan thought; huge pages move whole, so one that the plan does not cover whole is left alone.
 */
export function judgeWindow(
  { fromNode, toNode, pageCount }: { readonly fromNode: number; readonly toNode: number; readonly pageCount: number },
  window: GroupRuns,
  survey: SurveyReport,
  stays: readonly Stay[],
): { readonly settled: VerdictRun[]; readonly surveyed: SurveyedWindow } {
  const settled: VerdictRun[] = [];
  let waiting = window;
  const settle = (ranges: RangeColumns, verdictOf: (range: number) => Pick<VerdictRun, 'verdict' | 'detail'>) => {
    const left = new RunBuilder();
    divide(
      waiting,
      ranges,
      (first, _, count, __, range) => settled.push({ first, count, ...verdictOf(range) }),
      (...run) => left.add(...run),
    );
    waiting = left.take();
  };
  const { where } = survey;
  if (where) {
    const elsewhere = [...where.status.keys()].filter((i) => where.status[i] !== fromNode);
    const ranges = {
      startPage: Float64Array.from(elsewhere, (i) => where.startPage[i] as number),
      pages: Float64Array.from(elsewhere, (i) => where.pages[i] as number),
    };
    settle(ranges, (range) => foundElsewhere(where.status[elsewhere[range] as number] as number, toNode));
  }
  for (const { reason, ranges } of stays) {
    settle(ranges, () => ({ verdict: Verdict.skipped, detail: skipIndex(reason) }));
  }
  if (survey.huge.pages.length > 0) {
    const whole = new RunBuilder();
    const marked = markHuge(waiting, survey.huge);
    marked.unit.forEach((unit, run) => {
      const [first, startPage, count] = [marked.first[run], marked.startPage[run], marked.pages[run]] as const;
      if (unit !== Unit.partOfHuge) whole.add(first as number, startPage as number, count as number, unit);
      else settled.push({ first: first as number, count: count as number, ...partOfHuge() });
    });
    waiting = whole.take();
  }
  settled.sort((a, b) => a.first - b.first);
  const last = window.pages.length - 1;
  const end = last < 0 ? pageCount : (window.first[last] as number) + (window.pages[last] as number);
  return { settled, surveyed: { ...waiting, end, mostRuns: survey.mostRuns } };
}

function foundElsewhere(status: number, toNode: number): Pick<VerdictRun, 'verdict' | 'detail'> {
  if (status === toNode) return { verdict: Verdict.alreadyThere, detail: 0 };
  if (status < 0) return { verdict: Verdict.failed, detail: -status };
  return { verdict: Verdict.skipped, detail: skipIndex('not-where-planned') };
}

function partOfHuge(): Pick<VerdictRun, 'verdict' | 'detail'> {
  return { verdict: Verdict.skipped, detail: skipIndex('partial-huge-page') };
}

/** Runs with what `huge`, ranges of pages that huge pages map, says of them. */
export function markHuge(runs: GroupRuns, huge: RangeColumns): GroupRuns {
  const marked = new RunBuilder();
  divide(
    runs,
    huge,
    (first, startPage, count) => {
      const end = startPage + count;
      const wholeFrom = Math.min(end, Math.ceil(startPage / HUGE_PAGES) * HUGE_PAGES);
      const wholeTo = Math.max(wholeFrom, Math.floor(end / HUGE_PAGES) * HUGE_PAGES);
      const cut = (from: number, to: number, unit: number) => {
        if (to > from) marked.add(first + (from - startPage), from, to - from, unit);
      };
      cut(startPage, wholeFrom, Unit.partOfHuge);
      cut(wholeFrom, wholeTo, Unit.huge);
      cut(wholeTo, end, Unit.partOfHuge);
    },
    (...run) => marked.add(...run),
  );
  return marked.take();
}

/** The first pages of a window that make up a batch: how many base pages, and whether they are one huge page. */
export interface BatchSize {
  readonly pages: number;
  readonly bytes: number;
  readonly oneHuge: boolean;
}

/** About `wantBytes` and at most `mostPages` and `mostRuns`, but one unit at least; never more than `roomBytes`. */
export function nextBatch(
  surveyed: GroupRuns & Pick<SurveyedWindow, 'mostRuns'>,
  pageSize: number,
  bounds: { readonly wantBytes: number; readonly mostPages: number; readonly roomBytes: number },
): BatchSize {
  const wantPages = Math.min(bounds.mostPages, Math.floor(bounds.wantBytes / pageSize));
  const roomPages = Math.floor(bounds.roomBytes / pageSize);
  let pages = 0;
  let units = 0;
  const runs = Math.min(surveyed.pages.length, surveyed.mostRuns ?? Number.POSITIVE_INFINITY);
  for (let run = 0; run < runs; run++) {
    const unit = surveyed.unit[run] === Unit.huge ? HUGE_PAGES : 1;
    const has = (surveyed.pages[run] as number) / unit;
    const fits = Math.floor((roomPages - pages) / unit);
    const wanted = Math.max(Math.floor((wantPages - pages) / unit), units === 0 ? 1 : 0);
    const taken = Math.min(has, fits, wanted);
    pages += taken * unit;
    units += taken;
    if (taken < has) break;
  }
  return { pages, bytes: pages * pageSize, oneHuge: units === 1 && pages > 1 };
}

/** The first `count` pages of a window, and what is left of it. */
export function takeFirst(
  surveyed: SurveyedWindow,
  count: number,
): { readonly taken: GroupRuns; readonly left: SurveyedWindow } {
  const { first, startPage, pages, unit, pageCount, ...rest } = surveyed;
  let run = 0;
  let before = 0;
  while (run < pages.length && before + (pages[run] as number) <= count) before += pages[run++] as number;
  /** Pages of the run that is cut, if one is. */
  const cut = count - before;
  const end = cut > 0 ? run + 1 : run;
  const taken = {
    first: first.slice(0, end),
    startPage: startPage.slice(0, end),
    pages: pages.slice(0, end),
    unit: unit.slice(0, end),
    pageCount: count,
  };
  const left = {
    first: first.slice(run),
    startPage: startPage.slice(run),
    pages: pages.slice(run),
    unit: unit.slice(run),
    pageCount: pageCount - count,
    ...rest,
  };
  if (cut > 0) {
    taken.pages[run] = cut;
    left.first[0] = (left.first[0] as number) + cut;
    left.startPage[0] = (left.startPage[0] as number) + cut;
    left.pages[0] = (left.pages[0] as number) - cut;
  }
  return { taken, left };
}

/** Two windows, the second behind the first. */
export function joinWindows(one: SurveyedWindow, other: SurveyedWindow): SurveyedWindow {
  if (one.pageCount === 0) return other;
  const joined = new RunBuilder();
  for (const { first, startPage, pages, unit } of [one, other]) {
    for (let run = 0; run < pages.length; run++) {
      joined.add(first[run] as number, startPage[run] as number, pages[run] as number, unit[run] as number);
    }
  }
  // The older of the two looks: what a batch says of its look holds for all its pages.
  const lookedMs = lookOfBoth(one.lookedMs, other.lookedMs);
  return { ...joined.take(), end: other.end, lookedMs, mostRuns: other.mostRuns };
}

function lookOfBoth(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.min(a, b);
}
