import { STATUS_UNSET } from '../kernel/port.js';
import type { BatchEnd, BatchReport, MoveBatch } from './moverPort.js';
import { Errno, skipIndex, Verdict } from './verdict.js';

/** Base pages of a huge page: 2 MiB of 4 KiB. */
export const HUGE_PAGES = 512;

/** The pages of one batch on their way to a verdict. */
export class Attempt {
  readonly batch: MoveBatch;
  private readonly startedMs: number;
  private readonly verdicts: Uint8Array;
  private readonly details: Int32Array;
  /** errno of the last call, for pages that still wait. */
  private readonly last: Int32Array;
  private callMs = 0;
  private completedMs = 0;
  private targetFull = false;

  constructor(batch: MoveBatch, startedMs: number) {
    this.batch = batch;
    this.startedMs = startedMs;
    this.verdicts = new Uint8Array(batch.pages.length);
    this.details = new Int32Array(batch.pages.length);
    this.last = new Int32Array(batch.pages.length).fill(Errno.EAGAIN);
  }

  settle(i: number, verdict: number, detail: number): void {
    this.verdicts[i] = verdict;
    this.details[i] = detail;
  }

  /** What the query before the call says of page i. */
  found(i: number, status: number): void {
    if (status === this.batch.fromNode) return;
    if (status === this.batch.toNode) this.settle(i, this.batch.resumed ? Verdict.moved : Verdict.alreadyThere, 0);
    else if (status < 0) this.settle(i, Verdict.failed, -status);
    else this.settle(i, Verdict.skipped, skipIndex('not-where-planned'));
  }

  /** Indexes to pass to the call: each waiting small page, and the first page of each waiting huge one. */
  heads(): number[] {
    const heads: number[] = [];
    for (let i = 0; i < this.verdicts.length; i += this.unitOf(i)) {
      if (this.verdicts[i] === Verdict.none) heads.push(i);
    }
    return heads;
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

  waiting(): number {
    let count = 0;
    for (const verdict of this.verdicts) if (verdict === Verdict.none) count++;
    return count;
  }

  full(): BatchEnd | undefined {
    if (!this.targetFull) return undefined;
    return { reason: 'target-full', text: `node ${this.batch.toNode} has no free memory` };
  }

  /** Nothing was attempted: every page is skipped for the one reason. */
  refused(end: BatchEnd, nowMs: number): BatchReport {
    const detail = skipIndex(end.reason);
    for (let i = 0; i < this.verdicts.length; i++) this.settle(i, Verdict.skipped, detail);
    return this.result(end, nowMs);
  }

  /** The target died around a call: of no page is it known what became of it. */
  unknown(end: BatchEnd, nowMs: number): BatchReport {
    for (let i = 0; i < this.verdicts.length; i++) this.settle(i, Verdict.unknown, 0);
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
