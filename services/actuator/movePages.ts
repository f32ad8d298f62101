import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RangeColumns } from '../contract/ranges.js';
import { errnoName, KernelError } from '../kernel/errno.js';
import type { Kernel, Mapping, MovePagesResult, ProcessIdentity } from '../kernel/port.js';
import { PageKind, type PageKindValue, type PageList, STATUS_UNSET } from '../kernel/port.js';
import { ApplicationBounds } from './applicationBounds.js';
import { Attempt, AttemptRoom, type CallPages } from './attempt.js';
import type { Clock } from './clock.js';
import type { MoverCalls } from './moverMessages.js';
import type { BatchEnd, BatchReport, MoveBatch, MoverProbe, SurveyReport, SurveyRequest } from './moverPort.js';
import type { MoveSpace } from './moveSpace.js';
import { Pace } from './pace.js';
import { HUGE_PAGES, NO_RUNS } from './pageRuns.js';
import { probeMovePages } from './probe.js';
import { Targets } from './targets.js';
import { Errno } from './verdict.js';

export type Pause = (ms: number) => Promise<void>;

/**
 * Calls made on one check of the identity. After each of them the pidfd is found alive, and after the last the identity is
 * read again: a program run meanwhile makes the effect of the batch unknown. Then the event loop has its turn, so that an end
 * of the parent is heard within a long batch.
 */
const TURN_MS = 250;

/**
 * The calls of one batch, in their order: who is it, where are its pages, move, is it still the same one, what became of each
 * page. Runs in the mover's child process; here it is only a function of the kernel port.
 */
export class MovePages implements MoverCalls {
  private readonly kernel: Kernel;
  private readonly clock: Clock;
  private readonly pause: Pause;
  private readonly targets: Targets;
  private readonly bounds: ApplicationBounds;
  /** By the nodes that pages go from and to. */
  private readonly paces = new Map<string, Pace>();
  /** Of batches that are over. */
  private readonly rooms: AttemptRoom[] = [];

  constructor(kernel: Kernel, clock: Clock, pause: Pause) {
    this.kernel = kernel;
    this.clock = clock;
    this.pause = pause;
    this.targets = new Targets(kernel.processes, kernel.pages);
    this.bounds = new ApplicationBounds(kernel.processes, clock);
  }

  probe(): MoverProbe {
    return probeMovePages(this.kernel, process.pid);
  }

  /** Which pages are huge. On which node each is, is asked with the batch, right before the call that moves it. */
  survey(request: SurveyRequest): SurveyReport {
    const target = processOf(request.space);
    const refused = this.targets.check(target);
    if (refused) return endedSurvey(refused);
    const huge = this.hugeOf(target.pid, request.ranges);
    const { toNode } = request;
    const bound = toNode === undefined ? undefined : this.bounds.of(target, toNode);
    const died = this.targets.confirm(target);
    if (died) return endedSurvey(died);
    return { bound, huge, ended: undefined };
  }

  async move(batch: MoveBatch): Promise<BatchReport> {
    const room = this.rooms.pop() ?? new AttemptRoom();
    try {
      return await this.carryOut(new Attempt(batch, this.clock.monotonicMs(), this.kernel.pageSize, room));
    } finally {
      this.rooms.push(room);
    }
  }

  private async carryOut(attempt: Attempt): Promise<BatchReport> {
    const { batch } = attempt;
    const target = processOf(batch.space);
    const refused = this.targets.check(target);
    if (refused) return attempt.refused(refused, this.clock.monotonicMs());
    const failed = this.whereNow(attempt);
    if (failed) return attempt.refused(failed, this.clock.monotonicMs());
    const early = batch.notBeforeMs - this.clock.monotonicMs();
    if (early > 0) {
      await this.pause(early);
      const changed = this.targets.check(target);
      if (changed) return attempt.refused(changed, this.clock.monotonicMs());
    }
    for (let round = 0; ; round++) {
      const end = await this.round(attempt);
      if (end?.reason === 'target-died') return attempt.unknown(end, this.clock.monotonicMs());
      if (end) return attempt.report(end, this.clock.monotonicMs());
      if (!attempt.waiting || round >= batch.retries) return attempt.report(undefined, this.clock.monotonicMs());
      await this.pause(batch.backoffMs * 2 ** round);
      const changed = this.targets.check(target);
      if (changed) return attempt.report(changed, this.clock.monotonicMs());
    }
  }

  close(): void {
    this.targets.close();
  }

  /** "Still where the plan says": settles the pages that are not on the node they are to leave. */
  protected whereNow(attempt: Attempt): BatchEnd | undefined {
    const { batch, addresses, status } = attempt;
    const failed = this.query(processOf(batch.space).pid, addresses, status);
    if (failed) return failed;
    attempt.found();
    return undefined;
  }

  /** Calls of some 20 ms each, until all that still waits was tried once. */
  private async round(attempt: Attempt): Promise<BatchEnd | undefined> {
    for (let next: number | undefined = 0; ; await nextTurn()) {
      const turn: Turn = this.turn(attempt, next);
      next = turn.next;
      const changed = this.targets.confirm(processOf(attempt.batch.space));
      if (changed || turn.end || next === undefined) return changed ?? turn.end;
    }
  }

  /**
   * Calls one after the other, for TURN_MS. What those of single pages answer is read for all of them together: as a rule that they
   * moved. What is told of a call's time begins where the call before it ended.
   */
  private turn(attempt: Attempt, from: number): Turn {
    const { batch } = attempt;
    const target = processOf(batch.space);
    const pace = this.paceOf(batch);
    const begunMs = this.clock.monotonicMs();
    let nowMs = begunMs;
    let call = attempt.nextCall(from, pace.pages);
    let next = from;
    let readTo = from;
    let end: BatchEnd | undefined;
    while (call) {
      const beforeMs = nowMs;
      const status = attempt.statusOf(call);
      const called = this.kernel.pages.movePages(target.pid, call.pages, batch.toNode, status, batch.sharedPages);
      nowMs = this.clock.monotonicMs();
      attempt.timed(beforeMs, nowMs);
      pace.took(call.basePages, nowMs - beforeMs);
      next = call.end;
      if (called.result !== 0 || call.heads) {
        this.readTogether(attempt, readTo, call.from);
        this.readStatuses(attempt, call, called);
        readTo = next;
        nowMs = this.clock.monotonicMs();
      }
      const whole = called.result < 0 ? callFailed(called, batch) : undefined;
      end = this.targets.alive(target) ?? whole ?? attempt.full();
      if (end || nowMs - begunMs >= TURN_MS) break;
      call = attempt.nextCall(next, pace.pages);
    }
    this.readTogether(attempt, readTo, next);
    end ??= attempt.full();
    return { end, next: call && !end && next < attempt.count ? next : undefined };
  }

  /** Statuses of calls that returned 0 and had the pages from one index up to another, each a unit of its own. */
  private readTogether(attempt: Attempt, from: number, end: number): void {
    if (from < end) this.readStatuses(attempt, attempt.joined(from, end), ALL_TOLD);
  }

  /**
   * Statuses page by page. After a positive return they may be stale, after a failure (ENOMEM) part of the batch has moved
   * nevertheless, one EBUSY a huge page comes with its subpages moved, and only the head of a huge page was passed: in all
   * these cases the kernel is asked again where the pages are.
   */
  private readStatuses(attempt: Attempt, call: CallPages, called: MovePagesResult): void {
    const { batch } = attempt;
    const stale = called.result !== 0;
    const untold = called.errno || Errno.EAGAIN;
    const { asked, said } = attempt.afterProof(call, attempt.statusOf(call), stale);
    if (asked.length === 0) return;
    const where = new Int32Array(asked.length);
    const failed = this.query(
      processOf(batch.space).pid,
      Float64Array.from(asked, (i) => attempt.pages[i] as number),
      where,
    );
    asked.forEach((page, k) => {
      const now = failed ? STATUS_UNSET : (where[k] as number);
      attempt.afterCall(page, now, said[k] as number, stale, untold);
    });
  }

  private paceOf({ fromNode, toNode }: MoveBatch): Pace {
    const key = `${fromNode}>${toNode}`;
    const known = this.paces.get(key) ?? new Pace();
    this.paces.set(key, known);
    return known;
  }

  /** Whether the query as a whole failed, and how. */
  private query(pid: number, pages: PageList, status: Int32Array): BatchEnd | undefined {
    try {
      this.kernel.pages.queryNodes(pid, pages, status);
      return undefined;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      const { errno } = error;
      // A process that is exiting has no memory any more: EINVAL, before its number is free (ESRCH).
      if (errno === Errno.ESRCH || errno === Errno.EINVAL) {
        return { reason: 'process-gone', text: `pid ${pid}: ${errnoName(errno)}` };
      }
      if (errno === Errno.EPERM) return noCapability(pid);
      throw error;
    }
  }

  /** Ranges of pages, of these and around them, that huge pages map. */
  private hugeOf(pid: number, ranges: RangeColumns): RangeColumns {
    const startPage: number[] = [];
    const pages: number[] = [];
    for (const [start, count] of stretches(ranges)) {
      const mapping: Mapping = {
        startPage: start,
        pages: count,
        permissions: 'rw-p',
        offsetPages: 0,
        device: '00:00',
        inode: 0,
        path: '',
      };
      const runs = this.kernel.processes.resident(pid, [mapping]);
      if (!runs) continue;
      for (let run = 0; run < runs.pages.length; run++) {
        if (!HUGE_KINDS.has(runs.kind[run] as PageKindValue)) continue;
        startPage.push(runs.startPage[run] as number);
        pages.push(runs.pages[run] as number);
      }
    }
    return { startPage: Float64Array.from(startPage), pages: Float64Array.from(pages) };
  }
}

/** What a turn came to: where the next one goes on, undefined where nothing waits after it, and what ended it early. */
interface Turn {
  readonly end: BatchEnd | undefined;
  readonly next: number | undefined;
}

/** Of calls that returned 0: each page's status is of that call. */
const ALL_TOLD: MovePagesResult = { result: 0, errno: 0 };

const HUGE_KINDS: ReadonlySet<PageKindValue> = new Set([PageKind.anonHuge, PageKind.fileHuge, PageKind.shmemHuge]);

/** Ranges as stretches, start and pages; holes of up to a huge page are bridged to keep the calls few. */
function stretches({ startPage, pages }: RangeColumns): [number, number][] {
  const found: [number, number][] = [];
  for (let range = 0; range < pages.length; range++) {
    const start = startPage[range] as number;
    const end = start + (pages[range] as number);
    const last = found.at(-1);
    if (last && start - (last[0] + last[1]) < HUGE_PAGES) last[1] = end - last[0];
    else found.push([start, end - start]);
  }
  return found;
}

function callFailed(called: MovePagesResult, batch: MoveBatch): BatchEnd | undefined {
  const { pid } = processOf(batch.space);
  switch (called.errno) {
    case Errno.ESRCH:
      return { reason: 'process-gone', text: `pid ${pid}: ESRCH` };
    // find_mm_struct of mm/migrate.c: a process that is ending has no memory any more, and answers so.
    case Errno.EINVAL:
      return {
        reason: 'process-gone',
        text: `pid ${pid}: EINVAL; it is ending, and has no memory of its own any more`,
      };
    case Errno.EPERM:
      return noCapability(pid);
    case Errno.ENOMEM:
      return { reason: 'target-full', text: `node ${batch.toNode} has no free memory` };
    case Errno.ENODEV:
      return { reason: 'bad-node', text: `node ${batch.toNode}: ENODEV; it has no memory, or is not there` };
    // do_pages_move of mm/migrate.c: the cpuset of the process has to have the node. Another process may well move there.
    case Errno.EACCES:
      return {
        reason: 'bound-by-application',
        text: `node ${batch.toNode}: EACCES; the cpuset of pid ${pid} leaves it out`,
      };
    default:
      return undefined;
  }
}

/** move_pages names a process. Throws a RangeError for a space of another kind, which is no request of a plan. */
function processOf(space: MoveSpace): ProcessIdentity {
  if (space.kind !== 'process') throw new RangeError(`move_pages moves no pages of a ${space.kind}`);
  return space.process;
}

function noCapability(pid: number): BatchEnd {
  return {
    reason: 'no-capability',
    text: `NO_CAPABILITY: pages of pid ${pid} may not be moved; CAP_SYS_NICE and CAP_SYS_PTRACE are needed`,
  };
}

/** Of a space that is not to be moved from. */
export function endedSurvey(end: BatchEnd): SurveyReport {
  return { huge: NO_RUNS, ended: end };
}
