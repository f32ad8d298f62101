import { BatchSize } from './batchSize.js';
import type { Clock } from './clock.js';
import type { Headroom } from './headroom.js';
import type { IntentRecord } from './journalRecords.js';
import type { GroupLedger } from './ledger.js';
import type { MoveLog } from './moveLog.js';
import type { BatchEnd, BatchReport, Mover } from './moverPort.js';
import { isMover, type Movers } from './movers.js';
import { spaceText } from './moveSpace.js';
import type { PageGuard } from './pageGuard.js';
import type { GroupRuns } from './pageRuns.js';
import type { MoveGroup } from './plan.js';
import type { Intended, PlanBooks } from './planBooks.js';
import type { PlanRun } from './planRun.js';
import type { Rates } from './rates.js';
import type { Residence } from './residence.js';
import { Verdict } from './verdict.js';
import { unknownRuns, type VerdictRun, withinGroup } from './verdictRuns.js';
import { joinWindows, judgeWindow, MOST_WINDOW_RUNS, markHuge, nextBatch, takeFirst, windowPages } from './window.js';

/** Longest sleep: a Control that comes meanwhile is obeyed after it. */
export const LOOK_MS = 100;
/** A batch is handed to the mover this long before the limiter lets it begin, so that the way there costs no rate. */
const AHEAD_MS = 60;

export interface StepsOptions {
  readonly movers: Movers;
  readonly rates: Rates;
  readonly headroom: Headroom;
  readonly residence: Residence;
  readonly pageGuard: PageGuard;
  readonly moveLog: MoveLog;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly pageSize: number;
  /** Pages that several processes map are moved as well. */
  readonly sharedPages: boolean;
  /** Base pages in one batch at most, but one huge page at least. */
  readonly mostPages: number;
  /** How often EBUSY and EAGAIN are tried again, and the first pause. */
  readonly retries: number;
  readonly backoffMs: number;
  readonly onBatch: (run: PlanRun, ledger: GroupLedger, report: BatchReport) => void;
}

/** By whom and when a batch is moved. */
interface BatchBegin extends Intended {
  readonly mover: Mover;
  readonly notBeforeMs: number;
  readonly resumed: boolean;
}

type StepResult = 'done' | 'not-now';

/** One plan's way from page to page: look where they are, wait for room and for the limiter, move a batch. */
export class PlanSteps {
  private readonly options: StepsOptions;
  private readonly books: PlanBooks;
  private readonly batches: BatchSize;

  constructor(options: StepsOptions, books: PlanBooks) {
    this.options = options;
    this.books = books;
    this.batches = new BatchSize(options.mostPages);
  }

  /**
   * One batch begun, or one look, or one wait, in which `next`, the plan that comes after,
   * is looked at. Rejects when the mover is lost.
   */
  async advance(run: PlanRun, next: PlanRun | undefined): Promise<void> {
    run.flights.check();
    const [cutOff] = run.cutOffs;
    if (cutOff) return this.takeUp(run, cutOff);
    if (run.ends.length > 0) return this.land(run);
    for (const ledger of run.open()) {
      if ((await this.step(run, ledger, next)) === 'done') return;
    }
    if (run.flights.count > 0) return run.flights.oneLands();
    // Only moves to nodes without room are left. A newer plan may make room, so it is not kept waiting for this one.
    if (next) for (const ledger of run.open()) await this.books.skipRest(run, ledger, 'headroom');
    else await this.options.sleep(LOOK_MS);
  }

  /**
   * Waits for all batches under way, and carries out what ended with them, but for a plan that ends, or is left to a successor, before all
   * that a crash cut off is taken up: an end would skip pages of that, which may have been moved. Rejects likewise.
   */
  async land(run: PlanRun): Promise<void> {
    await run.flights.allLand();
    run.flights.check();
    if (run.cutOffs.length > 0) return;
    for (const { end, ledger } of run.ends.splice(0)) await this.books.endAll(run, ledger, end);
  }

  private async step(run: PlanRun, ledger: GroupLedger, next: PlanRun | undefined): Promise<StepResult> {
    const { clock, rates, pageSize } = this.options;
    const { group } = ledger;
    const { flights } = run;
    const mover = this.options.movers.find(group);
    if (!isMover(mover)) {
      await this.books.leave(run, ledger, mover);
      return 'done';
    }
    const surveyed = run.windows.get(ledger);
    if (!surveyed || surveyed.pageCount === 0) {
      if (surveyed?.end === group.pageCount && flights.ledger === ledger) return 'not-now'; // All that is left is under way.
      await this.look(run, ledger, mover);
      return 'done';
    }
    const now = clock.monotonicMs();
    const roomBytes = this.roomOf(group, now);
    const isLastWindow = surveyed.end === group.pageCount;
    const wantBytes = rates.batchBytes(group, now);
    const { pages, bytes, oneHuge } = nextBatch(surveyed, pageSize, {
      wantBytes,
      mostPages: isLastWindow ? this.batches.ofLast(group, surveyed.pageCount, mover.width) : this.batches.of(group),
      roomBytes,
    });
    if (pages === 0) return 'not-now';
    const wait = rates.waitMs(group, bytes, oneHuge, now);
    const last = pages === surveyed.pageCount;
    if (wait > 0 && last && !isLastWindow) {
      await this.look(run, ledger, mover);
      return 'done';
    }
    const mayJoin = flights.count === 0 || flights.ledger === ledger;
    if (!mayJoin || flights.count >= mover.width) {
      if (mayJoin) mover.wantsWider?.(wait === 0);
      await flights.oneLands();
      return 'done';
    }
    if (wait > AHEAD_MS) {
      if (await this.lookAhead(run, next)) return 'done';
      const pause = this.options.sleep(Math.min(wait - AHEAD_MS, LOOK_MS));
      await Promise.race([pause, flights.oneLands()]);
      return 'done';
    }
    const { taken, left } = takeFirst(surveyed, pages);
    const begin = { mover, bytes, notBeforeMs: now + wait, batch: run.nextBatch(), resumed: false };
    if (!(await this.books.intend(run, ledger, taken, begin))) return 'done';
    if (surveyed.lookedMs !== undefined) ledger.sawLook(now + wait - surveyed.lookedMs);
    run.windows.set(ledger, left);
    flights.begin(ledger, this.moveBatch(run, ledger, taken, begin));
    return 'done';
  }

  private roomOf({ direction, fromNode, toNode }: MoveGroup, nowMs: number): number {
    const { headroom } = this.options;
    if (fromNode === toNode) return Number.POSITIVE_INFINITY; // It leaves memory.
    return direction === 'promotion' ? headroom.room(toNode, nowMs) : headroom.roomBelow(toNode, nowMs);
  }

  /** Looks at a group that nobody has looked at yet, of this plan or of the next. Answers whether there was one. */
  private async lookAhead(run: PlanRun, next: PlanRun | undefined): Promise<boolean> {
    for (const each of next?.mayBeLookedAtDuring(run) ? [run, next] : [run]) {
      for (const ledger of each.open()) {
        const mover = each.windows.has(ledger) ? undefined : this.options.movers.find(ledger.group);
        if (mover === undefined || !isMover(mover)) continue;
        await this.look(each, ledger, mover);
        return true;
      }
    }
    return false;
  }

  /** Asks where the next pages of a group are, settles those that need no move, and keeps the others beside those it has. */
  private async look(run: PlanRun, ledger: GroupLedger, mover: Mover): Promise<void> {
    const { group } = ledger;
    const before = run.windows.get(ledger);
    const { rates, pageSize } = this.options;
    // Pages under way are open still, and lie before the end of what was looked at.
    const from = before && (before.pageCount > 0 || run.flights.ledger === ledger) ? before.end : 0;
    const most = windowPages(rates.limit / pageSize, this.batches.ofSecond(group, mover.width));
    const window = ledger.nextOpen(from, most, MOST_WINDOW_RUNS);
    const survey = await mover.survey({
      space: group.space,
      ranges: { startPage: window.startPage, pages: window.pages },
      toNode: group.toNode,
    });
    if (survey.ended) return this.end(run, ledger, survey.ended);
    const { stays, lookedMs } = await this.options.pageGuard.judge(run, ledger, window, survey);
    if (lookedMs !== undefined) ledger.sawLook(this.options.clock.monotonicMs() - lookedMs);
    const { settled, surveyed: judged } = judgeWindow(group, window, survey, stays);
    const surveyed = { ...judged, lookedMs };
    run.windows.set(ledger, before ? joinWindows(before, surveyed) : surveyed);
    if (settled.length > 0) await this.books.settle(run, ledger, settled);
  }

  /** Skips what an end is the end of; not while pages of it are under way, or may have been when a crash cut them off. */
  private async end(run: PlanRun, ledger: GroupLedger, end: BatchEnd): Promise<void> {
    if (run.flights.count > 0 || run.cutOffs.length > 0) run.ends.push({ end, ledger });
    else await this.books.endAll(run, ledger, end);
  }

  /**
   * A batch that a crash cut off: what of it is on the target now was moved by it, the rest is still to be moved. Where there is no room for
   * all of it, nothing is: how much of it is there already nobody can say, and the room is others' by now.
   */
  private async takeUp(run: PlanRun, cutOff: IntentRecord): Promise<void> {
    const { rates, clock, movers } = this.options;
    const ledger = run.ledgers[cutOff.group];
    const window = ledger?.openWithin(cutOff.spans);
    const taken = () => {
      run.cutOffs = run.cutOffs.filter((each) => each !== cutOff);
    };
    if (!ledger || !window || window.pageCount === 0) return taken();
    const mover = movers.find(ledger.group);
    if (!isMover(mover)) {
      await this.loseTrack(run);
      return this.books.leave(run, ledger, mover);
    }
    if (cutOff.moveBytes > this.roomOf(ledger.group, clock.monotonicMs())) return this.books.loseTrack(run, cutOff);
    const wait = rates.waitMs(ledger.group, cutOff.moveBytes, false, clock.monotonicMs());
    if (wait > 0) return this.options.sleep(Math.min(wait, LOOK_MS));
    const survey = await mover.survey({
      space: ledger.group.space,
      ranges: { startPage: window.startPage, pages: window.pages },
      toNode: ledger.group.toNode,
    });
    if (survey.ended) {
      await this.loseTrack(run);
      return this.books.endAll(run, ledger, survey.ended);
    }
    const runs = markHuge(window, survey.huge);
    const { moveBytes: bytes, batch } = cutOff;
    const begin = { mover, bytes, notBeforeMs: clock.monotonicMs(), batch, resumed: true };
    if (!(await this.books.intend(run, ledger, runs, begin))) return;
    taken();
    await this.moveBatch(run, ledger, runs, begin);
  }

  /** Of batches that a crash cut off nobody can say any more what they moved. */
  async loseTrack(run: PlanRun): Promise<void> {
    for (const cutOff of run.cutOffs) await this.books.loseTrack(run, cutOff);
  }

  /** Moves a batch whose intent is written down; it counts as under way from the call on. */
  private async moveBatch(
    run: PlanRun,
    ledger: GroupLedger,
    pages: GroupRuns,
    { mover, bytes, batch, ...begin }: BatchBegin,
  ): Promise<void> {
    const { rates, headroom, clock, retries, backoffMs, sharedPages } = this.options;
    const { group } = ledger;
    rates.begin(group, bytes, clock.monotonicMs());
    if (group.direction === 'promotion') headroom.taken(group.toNode, bytes);
    let report: BatchReport;
    try {
      report = await mover.move({
        space: group.space,
        fromNode: group.fromNode,
        toNode: group.toNode,
        advice: group.advice,
        runs: { startPage: pages.startPage, pages: pages.pages, unit: pages.unit },
        ...begin,
        sharedPages,
        retries,
        backoffMs,
      });
    } catch (error) {
      // Nobody knows what moved: the limiter counts all of it, the outcome says unknown.
      rates.finish(group, bytes, bytes, clock.monotonicMs());
      await this.books.settle(run, ledger, unknownRuns(pages), { batch });
      throw error;
    } finally {
      if (group.direction === 'promotion') headroom.landed(group.toNode, bytes);
    }
    const movedBytes = report.pagesMoved * this.options.pageSize;
    const died = report.ended?.reason === 'target-died';
    rates.finish(group, bytes, died ? bytes : movedBytes, report.completedMs);
    rates.pairs.saw(group, report.verdicts, report.completedMs);
    this.batches.took(group, report);
    const runs = withinGroup(pages, report.verdicts);
    this.remember(ledger, runs, report);
    await this.books.settle(run, ledger, runs, { batch, report });
    this.options.onBatch(run, ledger, report);
    if (report.ended?.reason === 'target-full') headroom.ranOut(group.toNode);
    if (report.ended) await this.end(run, ledger, report.ended);
  }

  private remember(ledger: GroupLedger, runs: readonly VerdictRun[], report: BatchReport): void {
    const { residence, moveLog, clock, pageSize } = this.options;
    const { space, toNode, direction } = ledger.group;
    if (report.pagesMoved === 0) return;
    for (const { startPage, pages, verdict } of ledger.pageRuns(runs)) {
      if (verdict === Verdict.moved) residence.moved(space, startPage, pages, toNode, report.completedMs);
    }
    moveLog.write({
      completedUnixMs: clock.unixMs() - (clock.monotonicMs() - report.completedMs),
      completedMonotonicMs: report.completedMs,
      bytes: report.pagesMoved * pageSize,
      pages: report.pagesMoved,
      direction,
      space: spaceText(space),
      ...(space.kind === 'process' && { pid: space.process.pid }),
    });
  }
}
