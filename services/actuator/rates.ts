import { type Completion, RateLimiter } from './limiter.js';
import { type Lane, PairRates } from './pairRates.js';
import type { MoveDirection } from './plan.js';
import { DEFAULT_PRESSURE, type PressurePolicy } from './pressure.js';

/** Upper bounds in bytes a second; undefined where nobody set one. */
export interface RateBounds {
  readonly total: number;
  readonly promotion: number | undefined;
  readonly demotion: number | undefined;
  /** From one node to one other. */
  readonly pair?: number | undefined;
}

/** The lower of two sets of bounds, bound by bound. */
export function lowerBounds(own: RateBounds, other: Partial<RateBounds>): RateBounds {
  return {
    total: Math.min(own.total, other.total ?? Number.POSITIVE_INFINITY),
    promotion: lower(own.promotion, other.promotion),
    demotion: lower(own.demotion, other.demotion),
    pair: lower(own.pair, other.pair),
  };
}

function lower(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}

/** The limiters that a batch passes: one for all bytes, one for each direction, one for each pair of nodes. Times in monotonic ms. */
export class Rates {
  readonly pairs: PairRates;
  private readonly total: RateLimiter;
  private readonly byDirection: Record<MoveDirection, RateLimiter>;

  constructor(bounds: RateBounds, nowMs: number, policy: PressurePolicy = DEFAULT_PRESSURE) {
    this.total = new RateLimiter(bounds.total, nowMs);
    this.byDirection = {
      promotion: new RateLimiter(bounds.promotion ?? Number.POSITIVE_INFINITY, nowMs),
      demotion: new RateLimiter(bounds.demotion ?? Number.POSITIVE_INFINITY, nowMs),
    };
    this.pairs = new PairRates(policy);
    this.pairs.set(bounds.pair ?? Number.POSITIVE_INFINITY, bounds.total, nowMs);
  }

  /** The bound on all bytes as it is now. */
  get limit(): number {
    return this.total.limit;
  }

  /** `share`: what memory pressure leaves, 0..1, of every bound. */
  set(bounds: RateBounds, share: number, nowMs: number): void {
    this.total.setLimit(bounds.total * share, nowMs);
    this.byDirection.promotion.setLimit((bounds.promotion ?? Number.POSITIVE_INFINITY) * share, nowMs);
    this.byDirection.demotion.setLimit((bounds.demotion ?? Number.POSITIVE_INFINITY) * share, nowMs);
    this.pairs.set((bounds.pair ?? Number.POSITIVE_INFINITY) * share, bounds.total * share, nowMs);
  }

  batchBytes(lane: Lane, nowMs: number): number {
    return Math.min(...this.passed(lane, nowMs).map((limiter) => limiter.batchBytes(nowMs)));
  }

  waitMs(lane: Lane, bytes: number, oneHuge: boolean, nowMs: number): number {
    return Math.max(...this.passed(lane, nowMs).map((limiter) => limiter.waitMs(bytes, oneHuge, nowMs)));
  }

  begin(lane: Lane, bytes: number, nowMs: number): void {
    for (const limiter of this.passed(lane, nowMs)) limiter.begin(bytes, nowMs);
  }

  finish(lane: Lane, begun: number, moved: number, completedMs: number): void {
    for (const limiter of this.passed(lane, completedMs)) limiter.finish(begun, moved, completedMs);
  }

  /** Bytes that a predecessor of this process moved, or may have moved, within the last second. */
  charge(lane: Lane, completion: Completion): void {
    for (const limiter of this.passed(lane, completion.completedMs)) limiter.charge(completion);
  }

  private passed(lane: Lane, nowMs: number): readonly RateLimiter[] {
    return [this.total, this.byDirection[lane.direction], this.pairs.limiter(lane, nowMs)];
  }
}
