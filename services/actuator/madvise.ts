import { setImmediate as nextTurn } from 'node:timers/promises';
import { errnoName, errnoNumber, KernelError } from '../kernel/errno.js';
import { type Kernel, MOST_STRETCHES, type PageStretch, type ProcessIdentity } from '../kernel/port.js';
import type { Clock } from './clock.js';
import { MovePages, type Pause } from './movePages.js';
import type { MoverCalls } from './moverMessages.js';
import type { BatchEnd, BatchReport, MoveBatch, MoverProbe, SurveyReport, SurveyRequest } from './moverPort.js';
import { Pace } from './pace.js';
import { NO_RUNS, pagesOf } from './pageRuns.js';
import { probeMadvise } from './probeMadvise.js';
import { Targets } from './targets.js';
import { Errno, skipIndex, Verdict } from './verdict.js';
import { runsOfColumns } from './verdictRuns.js';

/**
 * Takes pages of the last tier out of memory, or tells the kernel that they are cold: process_madvise(2) on the process behind a
 * pidfd. Where the pages are is asked before and after: `moved` are those that left memory, and what the kernel kept is
 * skipped, `kept-by-kernel`. Of a process that shares a page with others the kernel keeps the page (madvise_cold_or_pageout_pte_range,
 * mm/madvise.c). Runs in a mover's child process; here it is only a function of the kernel port.
 */
export class Madvise implements MoverCalls {
  private readonly kernel: Kernel;
  private readonly self: number;
  private readonly clock: Clock;
  private readonly pause: Pause;
  private readonly targets: Targets;
  private readonly calls: MovePages;
  private readonly pace = new Pace();

  /** `self`: the pid of this process, on which the trial is made. */
  constructor(kernel: Kernel, clock: Clock, pause: Pause, self: number) {
    this.kernel = kernel;
    this.self = self;
    this.clock = clock;
    this.pause = pause;
    this.targets = new Targets(kernel.processes, kernel.pages);
    this.calls = new MovePages(kernel, clock, pause);
  }

  probe(): MoverProbe {
    return probeMadvise(this.kernel, this.self);
  }

  /** A huge page is written out whole or split by the kernel, as its pages are named; no unit is kept together here. */
  survey({ space, ranges }: SurveyRequest): SurveyReport {
    return { ...this.calls.survey({ space, ranges }), huge: NO_RUNS };
  }

  async move(batch: MoveBatch): Promise<BatchReport> {
    const startedMs = this.clock.monotonicMs();
    const target = processOf(batch);
    const early = batch.notBeforeMs - startedMs;
    if (early > 0) await this.pause(early);
    const tally = new Tally(batch, startedMs);
    const refused = this.targets.check(target) ?? this.look(target, tally.pages, (status) => tally.before(status));
    if (refused) return tally.end(refused, Verdict.skipped, skipIndex(refused.reason), this.clock.monotonicMs());
    const end = await this.advise(batch, target, tally);
    if (end?.reason === 'target-died') return tally.end(end, Verdict.unknown, 0, this.clock.monotonicMs());
    const unseen = this.look(target, tally.pages, (status) => tally.after(status, end));
    const died = unseen ?? this.targets.confirm(target);
    if (died) return tally.end(died, Verdict.unknown, 0, this.clock.monotonicMs());
    return tally.report(end, this.clock.monotonicMs());
  }

  close(): void {
    this.targets.close();
    this.calls.close();
  }

  /** Calls of some 20 ms each. */
  private async advise(batch: MoveBatch, target: ProcessIdentity, tally: Tally): Promise<BatchEnd | undefined> {
    const waiting = tally.waiting();
    let from = 0;
    while (from < waiting.length) {
      const { stretches, next } = stretchesOf(waiting, from, this.pace.pages);
      const before = this.clock.monotonicMs();
      let advised = 0;
      try {
        advised = this.kernel.pages.advise(this.targets.pidfdOf(target), stretches, batch.advice ?? 'pageout');
      } catch (error) {
        if (!(error instanceof KernelError)) throw error;
        const end = whyNot(errnoNumber(error.code), target.pid);
        if (end) return end;
      }
      const after = this.clock.monotonicMs();
      tally.timed(before, after);
      this.pace.took(next - from, after - before);
      // What was not advised begins with a stretch that is not mapped any more: its first page is passed over.
      from = advised < next - from ? from + advised + 1 : next;
      const died = this.targets.alive(target);
      if (died) return died;
      await nextTurn();
    }
    return undefined;
  }

  private look(pid: ProcessIdentity, pages: Float64Array, told: (status: Int32Array) => void): BatchEnd | undefined {
    const status = new Int32Array(pages.length);
    try {
      this.kernel.pages.queryNodes(pid.pid, pages, status);
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      return whyNot(errnoNumber(error.code), pid.pid) ?? gone(pid.pid, error.code);
    }
    told(status);
    return undefined;
  }
}

/** The pages of one batch on their way to a verdict. */
class Tally {
  /** Page numbers. */
  readonly pages: Float64Array;
  private readonly verdicts: Uint8Array;
  private readonly details: Int32Array;
  private callMs = 0;
  private completedMs = 0;

  constructor(
    private readonly batch: MoveBatch,
    private readonly startedMs: number,
  ) {
    this.pages = pagesOf(batch.runs);
    this.verdicts = new Uint8Array(this.pages.length);
    this.details = new Int32Array(this.pages.length);
  }

  /** Of a batch that a crash cut off, pages that are gone now left by it: they were there when it began. */
  before(status: Int32Array): void {
    const { fromNode, resumed } = this.batch;
    for (let i = 0; i < status.length; i++) {
      const now = status[i] as number;
      if (now === fromNode) continue;
      if (now === -Errno.ENOENT && resumed) this.settle(i, Verdict.moved, 0);
      else if (now < 0) this.settle(i, Verdict.failed, -now);
      else this.settle(i, Verdict.skipped, skipIndex('not-where-planned'));
    }
  }

  /** Page numbers that still wait, ascending. */
  waiting(): Float64Array {
    return this.pages.filter((_, i) => this.verdicts[i] === Verdict.none);
  }

  timed(beforeMs: number, afterMs: number): void {
    this.callMs += afterMs - beforeMs;
    this.completedMs = afterMs;
  }

  /** `end`: why not all pages were tried. */
  after(status: Int32Array, end: BatchEnd | undefined): void {
    const kept = skipIndex(end?.reason ?? (this.batch.advice === 'cold' ? 'advised-cold' : 'kept-by-kernel'));
    for (let i = 0; i < status.length; i++) {
      if (this.verdicts[i] !== Verdict.none) continue;
      const now = status[i] as number;
      if (now === -Errno.ENOENT) this.settle(i, Verdict.moved, 0);
      else if (now < 0) this.settle(i, Verdict.failed, -now);
      else this.settle(i, Verdict.skipped, kept);
    }
  }

  /** All pages come to this, whatever was known of them. */
  end(end: BatchEnd, verdict: number, detail: number, nowMs: number): BatchReport {
    this.verdicts.fill(verdict);
    this.details.fill(detail);
    return this.report(end, nowMs);
  }

  report(ended: BatchEnd | undefined, nowMs: number): BatchReport {
    const pagesMoved = this.verdicts.reduce((sum, verdict) => sum + (verdict === Verdict.moved ? 1 : 0), 0);
    const { startedMs, callMs } = this;
    const verdicts = runsOfColumns(this.verdicts, this.details);
    const completedMs = this.completedMs || nowMs;
    return { verdicts, pagesMoved, seconds: callMs / 1000, startedMs, completedMs, ended };
  }

  private settle(i: number, verdict: number, detail: number): void {
    this.verdicts[i] = verdict;
    this.details[i] = detail;
  }
}

/** The next pages from `from` on, as stretches of neighbours: as many as asked, in one call's number of stretches. */
function stretchesOf(pages: Float64Array, from: number, most: number): { stretches: PageStretch[]; next: number } {
  const stretches: { startPage: number; pages: number }[] = [];
  let next = from;
  for (; next < pages.length && next - from < most; next++) {
    const page = pages[next] as number;
    const last = stretches.at(-1);
    if (last && last.startPage + last.pages === page) last.pages++;
    else if (stretches.length === MOST_STRETCHES) break;
    else stretches.push({ startPage: page, pages: 1 });
  }
  return { stretches, next };
}

/** Undefined for what concerns single pages: they are found still there afterwards. */
function whyNot(errno: number, pid: number): BatchEnd | undefined {
  if (errno === Errno.ESRCH) return gone(pid, errnoName(errno));
  if (errno !== Errno.EPERM) return undefined;
  const text = `NO_CAPABILITY: pages of pid ${pid} may not be advised; CAP_SYS_NICE and CAP_SYS_PTRACE are needed`;
  return { reason: 'no-capability', text };
}

function gone(pid: number, code: string): BatchEnd {
  return { reason: 'process-gone', text: `pid ${pid}: ${code}` };
}

function processOf({ space }: MoveBatch): ProcessIdentity {
  if (space.kind !== 'process') throw new RangeError(`madvise takes no pages of a ${space.kind}`);
  return space.process;
}
