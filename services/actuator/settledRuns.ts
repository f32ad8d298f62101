import { Verdict } from './verdict.js';
import type { VerdictRun } from './verdictRuns.js';

/** Columns are made this long at first. */
const LEAST_ROOM = 16;

/**
 * The verdicts of a group's pages as runs in columns, ascending by index: 15 bytes a run, and pages that were moved one batch after
 * the other are one. Additions come near the end, for pages are settled more or less in order; what lies behind is merged with them.
 */
export class SettledRuns {
  private first = new Float64Array(LEAST_ROOM);
  private pages = new Float64Array(LEAST_ROOM);
  private verdict = new Uint8Array(LEAST_ROOM);
  private detail = new Uint16Array(LEAST_ROOM);
  private length = 0;
  private settled = 0;

  /** `size`: pages of the group. */
  constructor(private readonly size: number) {}

  /** Pages that have a verdict. */
  get count(): number {
    return this.settled;
  }

  /** Runs ascend and are disjoint. A page that has a verdict keeps it; `none` says nothing. */
  add(runs: readonly VerdictRun[]): void {
    const begin = runs[0];
    if (!begin) return;
    const kept = this.behind(begin.first);
    const firsts = this.first.slice(kept, this.length);
    const counts = this.pages.slice(kept, this.length);
    const verdicts = this.verdict.slice(kept, this.length);
    const details = this.detail.slice(kept, this.length);
    for (const pages of counts) this.settled -= pages;
    this.length = kept;
    let old = 0;
    const pushOldBefore = (index: number) => {
      for (; old < firsts.length && (firsts[old] as number) < index; old++)
        this.push(firsts[old] as number, counts[old] as number, verdicts[old] as number, details[old] as number);
    };
    for (const { first, count, verdict, detail } of runs) {
      if (verdict === Verdict.none) continue;
      const end = Math.min(first + count, this.size);
      for (let at = first; at < end; ) {
        pushOldBefore(at + 1);
        at = Math.max(at, this.end());
        const next = Math.min(end, old < firsts.length ? (firsts[old] as number) : end);
        if (next > at) this.push(at, next - at, verdict, detail);
        at = Math.max(at, next);
      }
    }
    pushOldBefore(Number.POSITIVE_INFINITY);
  }

  /** Stretches without a verdict from index `from` on, until `told` answers false. */
  eachOpen(from: number, told: (first: number, count: number) => boolean): void {
    let at = from;
    for (let run = this.behind(from); run < this.length; run++) {
      const next = this.first[run] as number;
      if (next > at && !told(at, next - at)) return;
      at = Math.max(at, next + (this.pages[run] as number));
    }
    if (at < this.size) told(at, this.size - at);
  }

  runs(): VerdictRun[] {
    return Array.from({ length: this.length }, (_, run) => ({
      first: this.first[run] as number,
      count: this.pages[run] as number,
      verdict: this.verdict[run] as number,
      detail: this.detail[run] as number,
    }));
  }

  /** Index of the first run that ends behind this page. */
  private behind(index: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.first[middle] as number) + (this.pages[middle] as number) > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Index behind the last run. */
  private end(): number {
    return this.length === 0 ? 0 : (this.first[this.length - 1] as number) + (this.pages[this.length - 1] as number);
  }

  private push(first: number, pages: number, verdict: number, detail: number): void {
    this.settled += pages;
    const last = this.length - 1;
    if (last >= 0 && this.end() === first && this.verdict[last] === verdict && this.detail[last] === detail) {
      this.pages[last] = (this.pages[last] as number) + pages;
      return;
    }
    if (this.length === this.first.length) this.grow();
    this.first[this.length] = first;
    this.pages[this.length] = pages;
    this.verdict[this.length] = verdict;
    this.detail[this.length++] = detail;
  }

  private grow(): void {
    const room = 2 * this.length;
    const { first, pages, verdict, detail } = this;
    this.first = new Float64Array(room);
    this.first.set(first);
    this.pages = new Float64Array(room);
    this.pages.set(pages);
    this.verdict = new Uint8Array(room);
    this.verdict.set(verdict);
    this.detail = new Uint16Array(room);
    this.detail.set(detail);
  }
}
