import { type Completion, RateLimiter } from './limiter.js';
import type { MoveDirection } from './plan.js';

/** Upper bounds in bytes a second; undefined where nobody set one. */
export interface RateBounds {
  readonly total: number;
  readonly promotion: number | undefined;
  readonly demotion: number | undefined;
}

/** The lower of two sets of bounds, bound by bound. */
export function lowerBounds(own: RateBounds, other: Partial<RateBounds>): RateBounds {
  return {
    total: Math.min(own.total, other.total ?? Number.POSITIVE_INFINITY),
    promotion: lower(own.promotion, other.promotion),
    demotion: lower(own.demotion, other.demotion),
  };
}

function lower(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}

/** The limiters that a batch passes: one for all bytes and one for each direction. Times in monotonic milliseconds. */
export class Rates {
  private readonly total: RateLimiter;
  private readonly byDirection: Record<MoveDirection, RateLimiter>;

  constructor(bounds: RateBounds, nowMs: number) {
    this.total = new RateLimiter(bounds.total, nowMs);
    this.byDirection = {
      promotion: new RateLimiter(bounds.promotion ?? Number.POSITIVE_INFINITY, nowMs),
      demotion: new RateLimiter(bounds.demotion ?? Number.POSITIVE_INFINITY, nowMs),
    };
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
  }

  batchBytes(direction: MoveDirection): number {
    return Math.min(this.total.batchBytes(), this.byDirection[direction].batchBytes());
  }

  waitMs(direction: MoveDirection, bytes: number, oneHuge: boolean, nowMs: number): number {
    const own = this.byDirection[direction].waitMs(bytes, oneHuge, nowMs);
    return Math.max(own, this.total.waitMs(bytes, oneHuge, nowMs));
  }

  begin(direction: MoveDirection, bytes: number, nowMs: number): void {
    this.total.begin(bytes, nowMs);
    this.byDirection[direction].begin(bytes, nowMs);
  }

  finish(direction: MoveDirection, begun: number, moved: number, completedMs: number): void {
    this.total.finish(begun, moved, completedMs);
    this.byDirection[direction].finish(begun, moved, completedMs);
  }

  /** Bytes that a predecessor of this process moved, or may have moved, within the last second. */
  charge(direction: MoveDirection, completion: Completion): void {
    this.total.charge(completion);
    this.byDirection[direction].charge(completion);
  }
}
