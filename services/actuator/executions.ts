import type { Execution } from '../contract/gen/thermocline/v1/Execution.js';
import type { ExecutionState } from '../contract/gen/thermocline/v1/ExecutionState.js';
import { readAccepted } from './guard.js';
import type { Journal } from './journal.js';
import type { PlanEntry } from './journalState.js';
import type { PlanRun } from './planRun.js';
import { PageTotals } from './totals.js';
import { outcomeCodec } from './wire.js';

const STATE_OF_OUTCOME: Readonly<Record<string, ExecutionState>> = {
  OUTCOME_STATE_COMPLETED: 'EXECUTION_STATE_COMPLETED',
  OUTCOME_STATE_STOPPED: 'EXECUTION_STATE_STOPPED',
  OUTCOME_STATE_REFUSED: 'EXECUTION_STATE_REFUSED',
};

/** The plans of this host as people see them: live ones from the executor, ended ones from the journal. */
export class Executions {
  private readonly watchers = new Set<(execution: Execution) => void>();

  constructor(
    private readonly journal: Journal,
    /** Those that wait or are under way, in order. */
    private readonly live: () => readonly PlanRun[],
    private readonly pageSize: number,
  ) {}

  /** Newest first. Entries are read from the journal one by one as they are asked for. */
  newestFirst(): { readonly planId: string; readonly read: () => Execution }[] {
    const live = new Map(this.live().map((run) => [run.plan.planId, run]));
    return this.journal
      .all()
      .reverse()
      .map((entry) => {
        const { planId } = entry;
        const run = live.get(planId);
        return { planId, read: () => (run ? this.ofRun(run, entry) : this.ofEntry(entry)) };
      });
  }

  ofLive(): Execution[] {
    return this.live().map((run) => this.ofRun(run, this.journal.find(run.plan.planId, run.key)));
  }

  /** Calls back after every change, until the returned function is called. */
  watch(callback: (execution: Execution) => void): () => void {
    this.watchers.add(callback);
    return () => this.watchers.delete(callback);
  }

  /** A plan that is not ended yet was taken in, begun, or had a batch. */
  changed(run: PlanRun): void {
    if (this.watchers.size === 0) return;
    this.tell(this.ofRun(run, this.journal.find(run.plan.planId, run.key)));
  }

  /** A plan ended, or was refused; the journal holds its outcome. */
  ended(planId: string): void {
    if (this.watchers.size === 0) return;
    const entry = this.journal.find(planId, '');
    if (entry) this.tell(this.ofEntry(entry));
  }

  private tell(execution: Execution): void {
    for (const watcher of this.watchers) watcher(execution);
  }

  private ofRun(run: PlanRun, entry: PlanEntry | undefined): Execution {
    const totals = new PageTotals();
    for (const ledger of run.ledgers) {
      for (const { verdict, detail, count } of ledger.runs()) totals.add(verdict, detail, count, this.pageSize);
    }
    return {
      planId: run.plan.planId,
      policyName: run.plan.policyName,
      policyRevision: run.plan.policyRevision,
      state: run.startedUnixMs === undefined ? 'EXECUTION_STATE_WAITING' : 'EXECUTION_STATE_EXECUTING',
      pagesPlanned: run.plan.pageCount,
      pagesOpen: run.openPages,
      totals: totals.message(),
      acceptedUnixMs: entry?.acceptedUnixMs ?? 0,
      startedUnixMs: run.startedUnixMs ?? 0,
    };
  }

  private ofEntry(entry: PlanEntry): Execution {
    const last = entry.outcomes.find((outcome) => outcome.last);
    const outcome = last && outcomeCodec.decode(this.journal.outcomeBytes(last.place));
    const signed = this.journal.signedPlan(entry);
    const plan = signed && readAccepted(signed);
    return {
      planId: entry.planId,
      policyName: plan?.policyName ?? '',
      policyRevision: plan?.policyRevision ?? outcome?.policyRevision ?? 0,
      state: STATE_OF_OUTCOME[outcome?.state ?? ''] ?? 'EXECUTION_STATE_WAITING',
      pagesPlanned: plan?.pageCount ?? 0,
      ...(outcome?.totals && { totals: outcome.totals }),
      reason: outcome?.reason ?? '',
      reasonText: outcome?.reasonText ?? '',
      acceptedUnixMs: entry.acceptedUnixMs ?? 0,
      startedUnixMs: outcome?.startedUnixMs ?? 0,
      finishedUnixMs: entry.finishedUnixMs ?? 0,
    };
  }
}
