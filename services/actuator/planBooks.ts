import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Clock } from './clock.js';
import type { Journal } from './journal.js';
import type { IntentRecord } from './journalRecords.js';
import type { GroupLedger } from './ledger.js';
import type { BatchEnd, BatchReport } from './moverPort.js';
import type { NoMover } from './movers.js';
import type { GroupRuns } from './pageRuns.js';
import type { PlanRun } from './planRun.js';
import type { SkipReason } from './verdict.js';
import { unknownRuns, type VerdictRun } from './verdictRuns.js';

/** Pause after a journal that cannot be written. */
const JOURNAL_RETRY_MS = 1000;

export interface BooksOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly logger: Logger;
  readonly pageSize: number;
  /** Told of everything that is settled; for metrics and totals. */
  readonly onSettled: (ledger: GroupLedger, runs: readonly VerdictRun[]) => void;
  readonly onEnd: (end: BatchEnd) => void;
}

/** What settled pages: a batch, whose intent ends with it, and its report where there is one; or neither, but a look or a decision. */
export interface SettledBy {
  readonly batch?: number | undefined;
  readonly report?: BatchReport | undefined;
}

/** A batch that is to begin: its number within the plan, and what it may move. */
export interface Intended {
  readonly batch: number | undefined;
  readonly bytes: number;
}

/** Writes down what is begun with pages, and what became of them: in the plan's ledgers, in the journal, and for whoever counts. */
export class PlanBooks {
  private readonly options: BooksOptions;

  constructor(options: BooksOptions) {
    this.options = options;
  }

  /** Something ended for more than this batch: for a process, for a direction, or for a node. */
  async endAll(run: PlanRun, ledger: GroupLedger, end: BatchEnd): Promise<void> {
    this.options.onEnd(end);
    this.options.logger.warn({ planId: run.plan.planId, reason: end.reason }, end.text);
    for (const each of run.endedBy(end, ledger.group)) await this.skipRest(run, each, end.reason);
  }

  /** There is no mover for a group: said once for it, by name. */
  async leave(run: PlanRun, ledger: GroupLedger, { reason, text }: NoMover): Promise<void> {
    this.options.logger.warn({ planId: run.plan.planId, reason }, text);
    await this.skipRest(run, ledger, reason);
  }

  async skipRest(run: PlanRun, ledger: GroupLedger, reason: SkipReason): Promise<void> {
    run.windows.delete(ledger);
    const runs = ledger.skipRest(reason);
    if (runs.length === 0) return;
    this.options.onSettled(ledger, runs);
    await this.appendProgress(run, ledger, runs, {});
  }

  /** Of a batch that a crash cut off nobody can say any more what it moved: its pages are unknown. */
  async loseTrack(run: PlanRun, cutOff: IntentRecord): Promise<void> {
    const ledger = run.ledgers[cutOff.group];
    run.cutOffs = run.cutOffs.filter((each) => each !== cutOff);
    if (!ledger) return;
    await this.settle(run, ledger, unknownRuns(ledger.openWithin(cutOff.spans)), { batch: cutOff.batch });
  }

  async settle(run: PlanRun, ledger: GroupLedger, runs: readonly VerdictRun[], by: SettledBy = {}): Promise<void> {
    const { report } = by;
    const bytesMoved = (report?.pagesMoved ?? 0) * this.options.pageSize;
    run.note({ group: ledger.group.index, runs, bytesMoved, seconds: report?.seconds ?? 0 });
    this.options.onSettled(ledger, runs);
    await this.appendProgress(run, ledger, runs, by);
  }

  private appendProgress(
    run: PlanRun,
    ledger: GroupLedger,
    runs: readonly VerdictRun[],
    { batch, report }: SettledBy,
  ): Promise<void> {
    const bytesMoved = (report?.pagesMoved ?? 0) * this.options.pageSize;
    const completedMs = report?.completedMs ?? this.options.clock.monotonicMs();
    const { planId } = run.plan;
    const group = ledger.group.index;
    const seconds = report?.seconds ?? 0;
    return this.journaled(() =>
      this.options.journal.append({ kind: 'progress', planId, group, batch, bytesMoved, seconds, completedMs, runs }),
    );
  }

  /**
   * Writes down that a batch is about to begin. Answers false, after a pause, when that cannot be: then it must not begin,
   * and whether it still may be is to be asked again.
   */
  intend(run: PlanRun, ledger: GroupLedger, pages: GroupRuns, { batch, bytes }: Intended): Promise<boolean> {
    const { clock, journal } = this.options;
    const { planId } = run.plan;
    const group = ledger.group.index;
    const spans = unknownRuns(pages);
    return this.tryToWrite(() =>
      journal.append({ kind: 'intent', planId, group, batch, atMs: clock.monotonicMs(), moveBytes: bytes, spans }),
    );
  }

  /** A journal that cannot be written holds everything up: what is not written down must not be told. */
  async journaled(write: () => void): Promise<void> {
    while (!(await this.tryToWrite(write)));
  }

  private async tryToWrite(write: () => void): Promise<boolean> {
    try {
      write();
      return true;
    } catch (error) {
      this.options.logger.error({ error: describe(error) }, 'the journal cannot be written; trying again');
      await this.options.sleep(JOURNAL_RETRY_MS);
      return false;
    }
  }
}
