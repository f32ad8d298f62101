import { HUGE_PAGES } from './attempt.js';
import { type GroupLedger, runsAt, type VerdictRun } from './ledger.js';
import type { SurveyReport } from './moverPort.js';
import { skipIndex, Verdict } from './verdict.js';

/** Pages looked at together; whole huge pages, so it may be up to one of them larger. */
const WINDOW_PAGES = 4096;

/** A page or a huge page that is where the plan says: what a batch is made of. */
interface Unit {
  /** Index of its first page within the group. */
  readonly first: number;
  readonly pages: number;
}

/** Open pages of a group, by index within it and by page number. */
export interface PageWindow {
  readonly indexes: Float64Array;
  readonly pages: Float64Array;
}

/** The next open pages from index `from` on. */
export function nextWindow(ledger: GroupLedger, from: number): PageWindow {
  const indexes = ledger.nextOpen(from, WINDOW_PAGES, HUGE_PAGES);
  return { indexes, pages: indexes.map((index) => ledger.pageAt(index)) };
}

/** The pages of a cut-off batch that are still open. */
export function windowOf(
  ledger: GroupLedger,
  spans: readonly { readonly first: number; readonly count: number }[],
): PageWindow {
  const indexes: number[] = [];
  for (const { first, count } of spans) {
    for (let i = first; i < first + count; i++) if (ledger.isOpen(i)) indexes.push(i);
  }
  return { indexes: Float64Array.from(indexes), pages: Float64Array.from(indexes, (i) => ledger.pageAt(i)) };
}

/** A window after the look: what is settled by it, and the units that wait to be moved. */
export interface SurveyedWindow {
  readonly units: Unit[];
  /** Index of the first page that was not looked at. */
  readonly end: number;
}

/**
 * Judges a window by where its pages are. Pages on the target are there already, absent ones have failed, those elsewhere
 * are not where the plan thought; huge pages move whole, so one that the plan does not cover whole is left alone.
 */
export function judgeWindow(
  ledger: GroupLedger,
  window: PageWindow,
  survey: SurveyReport,
  inResidence: (page: number) => boolean,
): { readonly settled: VerdictRun[]; readonly surveyed: SurveyedWindow } {
  const { indexes, pages } = window;
  const { fromNode, toNode } = ledger.group;
  const verdicts = new Uint8Array(indexes.length);
  const details = new Int32Array(indexes.length);
  const settle = (i: number, verdict: number, detail: number) => {
    verdicts[i] = verdict;
    details[i] = detail;
  };
  for (let i = 0; i < indexes.length; i++) {
    const status = survey.status[i] as number;
    if (status === toNode) settle(i, Verdict.alreadyThere, 0);
    else if (status < 0) settle(i, Verdict.failed, -status);
    else if (status !== fromNode) settle(i, Verdict.skipped, skipIndex('not-where-planned'));
    else if (inResidence(pages[i] as number)) settle(i, Verdict.skipped, skipIndex('residence'));
  }
  const units: Unit[] = [];
  for (let i = 0; i < indexes.length; ) {
    const first = indexes[i] as number;
    if (verdicts[i] !== Verdict.none) i++;
    else if (survey.huge[i] !== 1) {
      units.push({ first, pages: 1 });
      i++;
    } else if (wholeHuge(pages, survey.huge, verdicts, i)) {
      units.push({ first, pages: HUGE_PAGES });
      i += HUGE_PAGES;
    } else {
      settle(i, Verdict.skipped, skipIndex('partial-huge-page'));
      i++;
    }
  }
  const end = indexes.length > 0 ? (indexes.at(-1) as number) + 1 : ledger.group.pageCount;
  return { settled: runsAt(indexes, verdicts, details), surveyed: { units, end } };
}

function wholeHuge(pages: Float64Array, huge: Uint8Array, verdicts: Uint8Array, i: number): boolean {
  const page = pages[i] as number;
  if (page % HUGE_PAGES !== 0 || pages[i + HUGE_PAGES - 1] !== page + HUGE_PAGES - 1) return false;
  for (let k = i; k < i + HUGE_PAGES; k++) if (huge[k] !== 1 || verdicts[k] !== Verdict.none) return false;
  return true;
}

/** The first units of a window that make up a batch: about `wantBytes`, at most `mostUnits`, never more than `roomBytes`. */
export function nextBatch(
  surveyed: SurveyedWindow,
  pageSize: number,
  bounds: { readonly wantBytes: number; readonly mostUnits: number; readonly roomBytes: number },
): { readonly units: readonly Unit[]; readonly bytes: number } {
  const units: Unit[] = [];
  let bytes = 0;
  for (const unit of surveyed.units) {
    const more = unit.pages * pageSize;
    if (units.length >= bounds.mostUnits || bytes + more > bounds.roomBytes) break;
    if (units.length > 0 && bytes + more > bounds.wantBytes) break;
    units.push(unit);
    bytes += more;
  }
  return { units, bytes };
}

/** The pages of units, huge ones with all their base pages. */
export function pagesOf(
  ledger: GroupLedger,
  units: readonly Unit[],
): { readonly indexes: Float64Array; readonly pages: Float64Array; readonly huge: Uint8Array } {
  const count = units.reduce((sum, unit) => sum + unit.pages, 0);
  const indexes = new Float64Array(count);
  const huge = new Uint8Array(count);
  let at = 0;
  for (const unit of units) {
    if (unit.pages > 1) huge.fill(1, at, at + unit.pages);
    for (let i = 0; i < unit.pages; i++) indexes[at++] = unit.first + i;
  }
  return { indexes, pages: indexes.map((index) => ledger.pageAt(index)), huge };
}
