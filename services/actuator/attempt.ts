import { PageAddresses } from '../kernel/addresses.js';
import { type PageList, STATUS_UNSET } from '../kernel/port.js';
import type { BatchEnd, BatchReport, MoveBatch } from './moverPort.js';
import { HUGE_PAGES, pageCountOf, pagesOf, Unit } from './pageRuns.js';
import { Errno, skipIndex, Verdict } from './verdict.js';
import { alike, runsOfColumns, type VerdictRun } from './verdictRuns.js';

/** What one call of a batch is for: the first page of each unit, a page or a whole huge page, that still waits. */
export interface CallPages {
  /** Indexes into the batch's pages, ascending; undefined where they are all those from `from` to `end`. */
  readonly heads: Int32Array | undefined;
  /** These, as the call names them. */
  readonly pages: PageList;
  /** Base pages that the units have together. */
  readonly basePages: number;
  readonly from: number;
  /** Index into the batch's pages from which the next call goes on. */
  readonly end: number;
}

/** Columns of a batch's pages, used again for the next batch: fresh ones would cost the kernel a page fault for every 4 KiB. */
export class AttemptRoom {
  words = new Uint32Array(0);
  verdicts = new Uint8Array(0);
  details = new Int32Array(0);
  status = new Int32Array(0);
  private statusBytes = bytesOf(this.status);
  /** By node: a status of it for every page, to compare with. */
  private readonly alikes = new Map<number, Buffer>();

  fit(count: number): void {
    if (count <= this.status.length) return;
    this.alikes.clear();
    this.words = new Uint32Array(2 * count);
    this.verdicts = new Uint8Array(count);
    this.details = new Int32Array(count);
    this.status = new Int32Array(count);
    this.statusBytes = bytesOf(this.status);
  }

  /** Whether all statuses from one index up to another say this node: one comparison of memory, not a look at each. */
  isAll(from: number, end: number, node: number): boolean {
    const alike = this.alikes.get(node) ?? bytesOf(new Int32Array(this.status.length).fill(node));
    this.alikes.set(node, alike);
    const bytes = Int32Array.BYTES_PER_ELEMENT;
    return alike.compare(this.statusBytes, from * bytes, end * bytes, 0, (end - from) * bytes) === 0;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The pages of one batch on their way to a verdict. */
export class Attempt {
  readonly batch: MoveBatch;
  readonly addresses: PageAddresses;
  readonly status: Int32Array;
  /** Pages of the batch. */
  readonly count: number;
  private readonly room: AttemptRoom;
  private readonly startedMs: number;
  private readonly verdicts: Uint8Array;
  private readonly details: Int32Array;
  /** errno of the last call, for pages that still wait; EAGAIN where it is not said. */
  private readonly last = new Map<number, number>();
  /** One a page: 1 where it is part of a whole huge page. Undefined where none is. */
  private readonly huge: Uint8Array | undefined;
  /** No page from this index on has been tried; unless the query settled some, all of them wait. */
  private untried = 0;
  private foundSome = false;
  /** Of the pages before this index nobody but the calls that moved them has said anything. */
  private movedTo = 0;
  private numbers: Float64Array | undefined;
  private callMs = 0;
  private completedMs = 0;
  private targetFull = false;

  /** Nobody else may use the room until the report is made. */
  constructor(batch: MoveBatch, startedMs: number, pageSize: number, room: AttemptRoom) {
    this.batch = batch;
    this.startedMs = startedMs;
    this.count = pageCountOf(batch.runs);
    this.room = room;
    room.fit(this.count);
    this.addresses = PageAddresses.ofRanges(batch.runs, pageSize, room.words);
    this.status = room.status.subarray(0, this.count);
    this.verdicts = room.verdicts.subarray(0, this.count).fill(Verdict.none);
    this.details = room.details.subarray(0, this.count).fill(0);
    this.huge = batch.runs.unit.includes(Unit.huge) ? hugeColumn(batch, this.count) : undefined;
  }

  /** Page numbers: asked for only where pages differ. */
  get pages(): Float64Array {
    this.numbers ??= pagesOf(this.batch.runs);
    return this.numbers;
  }

  settle(i: number, verdict: number, detail: number): void {
    this.verdicts[i] = verdict;
    this.details[i] = detail;
  }

  /** What the query before the call says of each page. */
  found(): void {
    const { status } = this;
    const { fromNode, toNode, resumed } = this.batch;
    if (this.room.isAll(0, this.count, fromNode)) return;
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
    const { verdicts } = this;
    const isPlain = !this.huge && !this.foundSome && from >= this.untried;
    if (isPlain) return this.plainCall(from, Math.min(this.count, from + basePages));
    const { pages } = this;
    const heads = new Int32Array(Math.min(basePages, this.count - from));
    let count = 0;
    let taken = 0;
    let i = from;
    while (i < this.count && count < heads.length) {
      const unit = this.unitOf(i);
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
    return { heads: heads.subarray(0, count), pages: passed, basePages: taken, from, end: i };
  }

  /** Where a call's statuses belong: those of plain calls each at a place of their own, so that they can be read together. */
  statusOf({ heads, from, end }: CallPages): Int32Array {
    return heads ? this.status.subarray(0, heads.length) : this.status.subarray(from, end);
  }

  /** Plain calls that followed one on the other, as one. */
  joined(from: number, end: number): CallPages {
    return { heads: undefined, pages: this.addresses.part(from, end), basePages: end - from, from, end };
  }

  /** As nextCall, where each page is a unit of its own and none has a verdict. */
  private plainCall(from: number, end: number): CallPages | undefined {
    if (end <= from) return undefined;
    this.untried = end;
    return this.joined(from, end);
  }

  /** Base pages of the unit that begins at index i: 512 where a whole huge page stands there, still waiting. */
  unitOf(i: number): number {
    const { huge, pages } = this;
    if (!huge) return 1;
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
    const { heads, from, end } = call;
    const asked: number[] = [];
    const said: number[] = [];
    if (!heads && !stale && this.room.isAll(from, end, toNode)) {
      this.verdicts.fill(Verdict.moved, from, end);
      if (from === this.movedTo && !this.foundSome) this.movedTo = end;
      return { asked, said };
    }
    for (let k = 0; k < status.length; k++) {
      const first = heads ? (heads[k] as number) : from + k;
      const value = status[k] as number;
      const unit = this.unitOf(first);
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
    if (errno === Errno.EBUSY || errno === Errno.EAGAIN) this.last.set(i, errno);
    else {
      if (errno === Errno.ENOMEM) this.targetFull = true;
      this.settle(i, Verdict.failed, errno);
    }
  }

  get waiting(): boolean {
    return this.movedTo < this.count && this.verdicts.includes(Verdict.none);
  }

  full(): BatchEnd | undefined {
    if (!this.targetFull) return undefined;
    return { reason: 'target-full', text: `node ${this.batch.toNode} has no free memory` };
  }

  /** Nothing was attempted: every page is skipped for the one reason. */
  refused(end: BatchEnd, nowMs: number): BatchReport {
    return this.result(alike(this.count, Verdict.skipped, skipIndex(end.reason)), end, nowMs);
  }

  /** The target died around a call: of no page is it known what became of it. */
  unknown(end: BatchEnd, nowMs: number): BatchReport {
    return this.result(alike(this.count, Verdict.unknown, 0), end, nowMs);
  }

  /** Pages that still wait have failed for good, by the errno of their last try. */
  report(end: BatchEnd | undefined, nowMs: number): BatchReport {
    if (this.movedTo === this.count) return this.result(alike(this.count, Verdict.moved, 0), end, nowMs);
    for (let i = this.verdicts.indexOf(Verdict.none); i >= 0; i = this.verdicts.indexOf(Verdict.none, i + 1)) {
      this.settle(i, Verdict.failed, this.last.get(i) ?? Errno.EAGAIN);
    }
    return this.result(runsOfColumns(this.verdicts, this.details), end, nowMs);
  }

  private result(verdicts: readonly VerdictRun[], end: BatchEnd | undefined, nowMs: number): BatchReport {
    let pagesMoved = 0;
    for (const { verdict, count } of verdicts) if (verdict === Verdict.moved) pagesMoved += count;
    return {
      verdicts,
      pagesMoved,
      seconds: this.callMs / 1000,
      startedMs: this.startedMs,
      completedMs: this.completedMs || nowMs,
      ended: end,
    };
  }
}

function hugeColumn({ runs }: MoveBatch, count: number): Uint8Array {
  const huge = new Uint8Array(count);
  let at = 0;
  runs.pages.forEach((pages, run) => {
    if (runs.unit[run] === Unit.huge) huge.fill(1, at, at + pages);
    at += pages;
  });
  return huge;
}
