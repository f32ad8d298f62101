import { errnoName } from '../kernel/errno.js';
import type { Metrics } from '../runtime/metrics.js';
import type { GroupLedger, VerdictRun } from './ledger.js';
import type { BatchReport } from './moverPort.js';
import { PageTotals } from './totals.js';
import { SKIP_REASONS, Verdict } from './verdict.js';

/** The actuator's counters: for Prometheus, and as totals for its status. */
export class Meters {
  readonly totals = new PageTotals();
  plansCompleted = 0;
  plansRefused = 0;
  private readonly pageSize: number;
  private readonly moved;
  private readonly alreadyThere;
  private readonly failed;
  private readonly skipped;
  private readonly unknown;
  private readonly bytes;
  private readonly seconds;
  private readonly ended;
  private readonly plans;
  private readonly refused;
  private readonly controls;
  private readonly limit;
  private readonly share;

  constructor(metrics: Metrics, pageSize: number) {
    this.pageSize = pageSize;
    const direction = ['direction'] as const;
    this.moved = metrics.counter('pages_moved_total', 'Base pages moved', direction);
    this.alreadyThere = metrics.counter('pages_already_there_total', 'Pages found on their target', direction);
    this.failed = metrics.counter('pages_failed_total', 'Pages that could not be moved', ['errno'] as const);
    this.skipped = metrics.counter('pages_skipped_total', 'Pages left alone', ['reason'] as const);
    this.unknown = metrics.counter('pages_unknown_total', 'Pages of which nobody knows whether they moved');
    this.bytes = metrics.counter('moved_bytes_total', 'Bytes moved', direction);
    this.seconds = metrics.counter('call_seconds_total', 'Time within calls that move', direction);
    this.ended = metrics.counter('ends_total', 'Targets and directions given up', ['reason'] as const);
    this.plans = metrics.counter('plans_total', 'Plans by how they ended', ['state'] as const);
    this.refused = metrics.counter('plans_refused_total', 'Plans refused whole', ['reason'] as const);
    this.controls = metrics.counter('controls_total', 'Controls by what became of them', ['state'] as const);
    this.limit = metrics.gauge('limit_bytes_per_second', 'Bytes a second that may be moved now');
    this.share = metrics.gauge('pressure_share', 'Share of the limit that memory pressure leaves');
  }

  settled(ledger: GroupLedger, runs: readonly VerdictRun[]): void {
    const { direction } = ledger.group;
    for (const { verdict, detail, count } of runs) {
      this.totals.add(verdict, detail, count, this.pageSize);
      if (verdict === Verdict.moved) this.moved.inc({ direction }, count);
      else if (verdict === Verdict.alreadyThere) this.alreadyThere.inc({ direction }, count);
      else if (verdict === Verdict.failed) this.failed.inc({ errno: errnoName(detail) }, count);
      else if (verdict === Verdict.skipped) this.skipped.inc({ reason: SKIP_REASONS[detail] ?? 'unnamed' }, count);
      else if (verdict === Verdict.unknown) this.unknown.inc(count);
    }
  }

  batch(ledger: GroupLedger, report: BatchReport): void {
    const { direction } = ledger.group;
    this.bytes.inc({ direction }, report.pagesMoved * this.pageSize);
    this.seconds.inc({ direction }, report.seconds);
  }

  gaveUp(reason: string): void {
    this.ended.inc({ reason });
  }

  planEnded(state: 'completed' | 'stopped'): void {
    this.plansCompleted++;
    this.plans.inc({ state });
  }

  planRefused(reason: string): void {
    this.plansRefused++;
    this.refused.inc({ reason });
  }

  controlHeard(state: string): void {
    this.controls.inc({ state });
  }

  rate(limit: number, share: number): void {
    this.limit.set(limit);
    this.share.set(share);
  }
}
