import { RateLimiter } from './limiter.js';
import { nextShare, type PressurePolicy } from './pressure.js';
import { Errno, Verdict } from './verdict.js';
import type { VerdictRun } from './verdictRuns.js';

/** What moves pass between: one direction of one pair of nodes. */
export interface Lane {
  readonly direction: 'promotion' | 'demotion';
  readonly fromNode: number;
  readonly toNode: number;
}

/** One pair of nodes as it goes now. */
export interface PairRate {
  readonly fromNode: number;
  readonly toNode: number;
  /** Bytes a second; Infinity where nothing bounds this pair by itself. */
  readonly limit: number;
  /** What the kernel's refusals leave of its rate, 0..1. */
  readonly share: number;
}

interface Pair {
  readonly fromNode: number;
  readonly toNode: number;
  readonly limiter: RateLimiter;
  share: number;
  /** Pages tried, and refused for want of room or because they were busy, since the last look. */
  tried: number;
  refused: number;
}

/**
 * Limits by pair of nodes: what the operator allows each, and less where the kernel refuses pages (EBUSY, EAGAIN, ENOMEM), by
 * additive increase and multiplicative decrease as for memory pressure: what is refused was work for nothing.
 */
export class PairRates {
  private readonly pairs = new Map<string, Pair>();
  private bound = Number.POSITIVE_INFINITY;
  /** What bounds all pairs together: a share of a pair that nobody bounded is one of this. */
  private total = Number.POSITIVE_INFINITY;

  constructor(private readonly policy: PressurePolicy) {}

  /** Bytes a second for each pair, and for all together. */
  set(bound: number, total: number, nowMs: number): void {
    this.bound = bound;
    this.total = total;
    for (const pair of this.pairs.values()) pair.limiter.setLimit(this.limitOf(pair), nowMs);
  }

  limiter({ fromNode, toNode }: Lane, nowMs: number): RateLimiter {
    return this.of(fromNode, toNode, nowMs).limiter;
  }

  /** What became of the pages of a batch. */
  saw({ fromNode, toNode }: Lane, verdicts: readonly VerdictRun[], nowMs: number): void {
    const pair = this.of(fromNode, toNode, nowMs);
    for (const { verdict, detail, count } of verdicts) {
      const isRefused = verdict === Verdict.failed && isRefusal(detail);
      if (verdict === Verdict.moved || isRefused) pair.tried += count;
      if (isRefused) pair.refused += count;
    }
  }

  /** Once a second: pairs that were refused much fall, the others rise. */
  look(nowMs: number): void {
    for (const pair of this.pairs.values()) {
      pair.share = nextShare(pair.share, pair.tried > 0 ? pair.refused / pair.tried : 0, this.policy);
      pair.tried = 0;
      pair.refused = 0;
      pair.limiter.setLimit(this.limitOf(pair), nowMs);
    }
  }

  get all(): PairRate[] {
    return [...this.pairs.values()].map(({ fromNode, toNode, limiter, share }) => {
      return { fromNode, toNode, limit: limiter.limit, share };
    });
  }

  private of(fromNode: number, toNode: number, nowMs: number): Pair {
    const key = `${fromNode}>${toNode}`;
    let pair = this.pairs.get(key);
    if (!pair) {
      pair = { fromNode, toNode, limiter: new RateLimiter(this.bound, nowMs), share: 1, tried: 0, refused: 0 };
      this.pairs.set(key, pair);
    }
    return pair;
  }

  private limitOf({ share }: Pair): number {
    return share < 1 ? Math.min(this.bound, this.total) * share : this.bound;
  }
}

function isRefusal(errno: number): boolean {
  return errno === Errno.EBUSY || errno === Errno.EAGAIN || errno === Errno.ENOMEM;
}
