import { errnoName } from '../kernel/errno.js';
import type { Metrics } from '../runtime/metrics.js';
import type { GroupLedger } from './ledger.js';
import type { BatchReport } from './moverPort.js';
import type { PairRate } from './pairRates.js';
import { PageTotals } from './totals.js';
import { SKIP_REASONS, Verdict } from './verdict.js';
import type { VerdictRun } from './verdictRuns.js';

interface PairLabels {
  readonly direction: string;
  readonly from: string;
  readonly to: string;
}

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
  private readonly pairBytes;
  private readonly pairRate;
  private readonly pairShare;
  /** Bytes since the last look, by labels of the pair. */
  private readonly recent = new Map<string, { labels: PairLabels; bytes: number }>();
  private readonly reclaimedBytes;
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
    const pair = ['direction', 'from', 'to'] as const;
    this.pairBytes = metrics.counter('pair_moved_bytes_total', 'Bytes moved between two nodes', pair);
    this.pairRate = metrics.gauge('pair_bytes_per_second', 'Bytes moved between two nodes in the last second', pair);
    this.pairShare = metrics.gauge('pair_refusal_share', "Share of a pair's rate that the kernel's refusals leave", [
      'from',
      'to',
    ] as const);
    this.reclaimedBytes = metrics.counter('reclaimed_bytes_total', 'Bytes that the safety net had the kernel reclaim', [
      'node',
      'fate',
    ] as const);
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

  /** A request of the safety net: what it demoted, and what left memory instead. */
  reclaimed(node: number, demotedBytes: number, leftBytes: number): void {
    this.reclaimedBytes.inc({ node: String(node), fate: 'demoted' }, demotedBytes);
    this.reclaimedBytes.inc({ node: String(node), fate: 'left-memory' }, leftBytes);
  }

  batch(ledger: GroupLedger, report: BatchReport): void {
    const { direction } = ledger.group;
    this.bytes.inc({ direction }, report.pagesMoved * this.pageSize);
    this.seconds.inc({ direction }, report.seconds);
    const labels = { direction, from: String(ledger.group.fromNode), to: String(ledger.group.toNode) };
    const bytes = report.pagesMoved * this.pageSize;
    this.pairBytes.inc(labels, bytes);
    const key = `${direction} ${labels.from} ${labels.to}`;
    const before = this.recent.get(key);
    if (before) before.bytes += bytes;
    else this.recent.set(key, { labels, bytes });
  }

  /** Once in `seconds`: what moved since, and what refusals leave of each pair's rate. */
  pairs(pairs: readonly PairRate[], seconds: number): void {
    for (const { labels, bytes } of this.recent.values()) this.pairRate.set(labels, bytes / seconds);
    for (const each of this.recent.values()) each.bytes = 0;
    for (const { fromNode, toNode, share } of pairs) {
      this.pairShare.set({ from: String(fromNode), to: String(toNode) }, share);
    }
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
