import { STATUS_UNSET } from '../kernel/port.js';
import type { BatchEnd, BatchReport, MoveBatch } from './moverPort.js';
import { Errno, skipIndex, Verdict } from './verdict.js';

/** Base pages of a huge page: 2 MiB of 4 KiB. */
export const HUGE_PAGES = 512;

/** What one call of a batch is for: the first page of each unit, a page or a whole huge page, that still waits. */
export interface CallPages {
  /** Indexes into the batch's pages, ascending. */
  readonly heads: Int32Array;
  /** Page numbers of these. */
  readonly pages: Float64Array;
  /** Base pages that the units have together. */
  readonly basePages: number;
  /** Index into the batch's pages from which the next call goes on. */
  readonly end: number;
}

/** The pages of one batch on their way to a verdict. */
export class Attempt {
  readonly batch: MoveBatch;
  private readonly startedMs: number;
  private readonly verdicts: Uint8Array;
  private readonly details: Int32Array;
  /** errno of the last call, for pages that still wait. */
  private readonly last: Int32Array;
  private readonly anyHuge: boolean;
  /** No page from this index on has been tried; unless the query settled some, all of them wait. */
  private untried = 0;
  private foundSome = false;
  private callMs = 0;
  private completedMs = 0;
  private targetFull = false;

  constructor(batch: MoveBatch, startedMs: number) {
    this.batch = batch;
    this.startedMs = startedMs;
    this.verdicts = new Uint8Array(batch.pages.length);
    this.details = new Int32Array(batch.pages.length);
    this.last = new Int32Array(batch.pages.length).fill(Errno.EAGAIN);
    this.anyHuge = batch.huge.includes(1);
  }

  settle(i: number, verdict: number, detail: number): void {
    this.verdicts[i] = verdict;
    this.details[i] = detail;
  }

  /** What the query before the call says of each page. */
  found(status: Int32Array): void {
    const { fromNode, toNode, resumed } = this.batch;
    for (let i = 0; i < status.length; i++) {
      const now = status[i] as number;
      if (now === fromNode) continue;
      this.foundSome = true;
      if (now === toNode) this.settle(i, resumed ? Verdict.moved : Verdict.alreadyThere, 0);
      else if (now < 0) this.settle(i, Verdict.failed, -now);
      else this.settle(i, Verdict.skipped, skipIndex('not-where-planned'));
    }
  }

  /** The next call, from index `from` on: about `basePages`, at least one unit. Undefined when nothing waits there. */
  nextCall(from: number, basePages: number): CallPages | undefined {
    const { pages } = this.batch;
    const { verdicts } = this;
    const isPlain = !this.anyHuge && !this.foundSome && from >= this.untried;
    if (isPlain) return this.plainCall(from, Math.min(pages.length, from + basePages));
    const heads = new Int32Array(Math.min(basePages, verdicts.length - from));
    let count = 0;
    let taken = 0;
    let i = from;
    while (i < verdicts.length && count < heads.length) {
      const unit = this.anyHuge ? this.unitOf(i) : 1;
      if (verdicts[i] === Verdict.none) {
        if (taken > 0 && taken + unit > basePages) break;
        heads[count++] = i;
        taken += unit;
      }
      i += unit;
    }
    if (count === 0) return undefined;
    const passed = new Float64Array(count);
    for (let k = 0; k < count; k++) passed[k] = pages[heads[k] as number] as number;
    return { heads: heads.subarray(0, count), pages: passed, basePages: taken, end: i };
  }

  /** As nextCall, where each page is a unit of its own and none has a verdict. */
  private plainCall(from: number, end: number): CallPages | undefined {
    if (end <= from) return undefined;
    this.untried = end;
    const heads = new Int32Array(end - from);
    for (let k = 0; k < heads.length; k++) heads[k] = from + k;
    return { heads, pages: this.batch.pages.subarray(from, end), basePages: heads.length, end };
  }

  /** Base pages of the unit that begins at index i: 512 where a whole huge page stands there, still waiting. */
  unitOf(i: number): number {
    const { pages, huge } = this.batch;
    const page = pages[i] as number;
    if (huge[i] !== 1 || page % HUGE_PAGES !== 0 || pages[i + HUGE_PAGES - 1] !== page + HUGE_PAGES - 1) return 1;
    for (let k = i; k < i + HUGE_PAGES; k++) if (this.verdicts[k] !== this.verdicts[i]) return 1;
    return HUGE_PAGES;
  }

  timed(beforeMs: number, afterMs: number): void {
    this.callMs += afterMs - beforeMs;
    this.completedMs = afterMs;
  }

  /**
   * Indexes of the pages of which the call's statuses prove nothing; those that they prove to be moved are settled. After
   * a result other than 0 all of them may be stale, and of a huge page only the head was passed.
   */
  afterProof(
    call: CallPages,
    status: Int32Array,
    stale: boolean,
  ): { readonly asked: number[]; readonly said: number[] } {
    const { toNode } = this.batch;
    const { heads } = call;
    const asked: number[] = [];
    const said: number[] = [];
    for (let k = 0; k < heads.length; k++) {
      const first = heads[k] as number;
      const value = status[k] as number;
      const unit = this.anyHuge ? this.unitOf(first) : 1;
      if (!stale && unit === 1 && value === toNode) this.verdicts[first] = Verdict.moved;
      else
        for (let i = first; i < first + unit; i++) {
          asked.push(i);
          said.push(value);
        }
    }
    return { asked, said };
  }

  /**
   * `now`: where the query after the call found the page; `said`: the status that the call gave for its unit, which does
   * not prove a move when `stale`; `untold`: the errno of a page of which neither says why it did not move.
   */
  afterCall(i: number, now: number, said: number, stale: boolean, untold: number): void {
    const { toNode } = this.batch;
    if (now === toNode || (now < 0 && said === toNode && !stale)) {
      this.settle(i, Verdict.moved, 0);
      return;
    }
    const errno = said < 0 && said !== STATUS_UNSET ? -said : now < 0 && now !== STATUS_UNSET ? -now : untold;
    if (errno === Errno.EBUSY || errno === Errno.EAGAIN) this.last[i] = errno;
    else {
      if (errno === Errno.ENOMEM) this.targetFull = true;
      this.settle(i, Verdict.failed, errno);
    }
  }

  get waiting(): boolean {
    return this.verdicts.includes(Verdict.none);
  }

  full(): BatchEnd | undefined {
    if (!this.targetFull) return undefined;
    return { reason: 'target-full', text: `node ${this.batch.toNode} has no free memory` };
  }

  /** Nothing was attempted: every page is skipped for the one reason. */
  refused(end: BatchEnd, nowMs: number): BatchReport {
    this.verdicts.fill(Verdict.skipped);
    this.details.fill(skipIndex(end.reason));
    return this.result(end, nowMs);
  }

  /** The target died around a call: of no page is it known what became of it. */
  unknown(end: BatchEnd, nowMs: number): BatchReport {
    this.verdicts.fill(Verdict.unknown);
    this.details.fill(0);
    return this.result(end, nowMs);
  }

  /** Pages that still wait have failed for good, by the errno of their last try. */
  report(end: BatchEnd | undefined, nowMs: number): BatchReport {
    for (let i = 0; i < this.verdicts.length; i++) {
      if (this.verdicts[i] === Verdict.none) this.settle(i, Verdict.failed, this.last[i] as number);
    }
    return this.result(end, nowMs);
  }

  private result(end: BatchEnd | undefined, nowMs: number): BatchReport {
    let pagesMoved = 0;
    for (const verdict of this.verdicts) if (verdict === Verdict.moved) pagesMoved++;
    return {
      verdicts: this.verdicts,
      details: this.details,
      pagesMoved,
      seconds: this.callMs / 1000,
      startedMs: this.startedMs,
      completedMs: this.completedMs || nowMs,
      ended: end,
    };
  }
}
