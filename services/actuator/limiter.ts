/**
 * How many bytes may move now. Pure: every time is an argument, in milliseconds of one monotonic clock.
 *
 * Two rules hold together. The hard one is a log of completions: a batch begins only when the bytes that completed within
 * the last second, those in flight and its own stay within the limit. Whatever the batch's completion time turns out to
 * be, all others in a one-second window that ends after it had then completed within the second before its start, so
 * every window of completion times holds at most the limit. The soft one is a token bucket, which spreads batches over the second
 * and keeps the mean at the limit where one huge page is more than what is left.
 */

const WINDOW_MS = 1000;
/** Keeps a completion in the log a little longer than a second, for whoever measures from outside with another clock. */
const WINDOW_MARGIN_MS = 2;
/** A batch is this share of a second's bytes: smaller ones cost more calls, larger ones make the flow uneven. */
const BATCH_SHARE = 0.1;
/** Where batches come later than that, the next one is what they fell behind by, up to this: a slow host makes fewer, larger ones. */
const MOST_BATCH_SHARE = 0.3;
/** Where the second has no room for a whole batch, what it has room for is one, from this share of a second's bytes on. */
const LEAST_BATCH_SHARE = 0.02;
/**
 * Tokens that pile up while nothing moves, as a share of a second: what late timers, long calls and looks at where pages are
 * may catch up on. The log of completions holds the limit however many there are.
 */
const BURST_SHARE = 0.5;
/** Below this the log says "empty enough": sums of floats do not always come back to zero. */
const EPSILON_BYTES = 1e-6;

export interface Completion {
  readonly completedMs: number;
  readonly bytes: number;
}

export class RateLimiter {
  private bytesPerSecond: number;
  private tokens: number;
  private tokensAtMs: number;
  private inFlight = 0;
  /** Completions within the window, oldest first. */
  private log: Completion[] = [];
  private logBytes = 0;

  /** `bytesPerSecond` of 0 or less lets nothing begin; Infinity everything. */
  constructor(bytesPerSecond: number, nowMs: number) {
    this.bytesPerSecond = Math.max(0, bytesPerSecond);
    this.tokensAtMs = nowMs;
    this.tokens = this.burstBytes();
  }

  get limit(): number {
    return this.bytesPerSecond;
  }

  /** Takes effect at once: what has completed under a higher limit counts against the lower one. */
  setLimit(bytesPerSecond: number, nowMs: number): void {
    const limit = Math.max(0, bytesPerSecond);
    if (limit === this.bytesPerSecond) return;
    this.refill(nowMs);
    this.bytesPerSecond = limit;
    this.tokens = Math.min(this.tokens, this.burstBytes());
  }

  /** The size of batch that keeps the flow at the limit, in bytes; at least 1, to be rounded up to whole units by the caller. */
  batchBytes(nowMs: number): number {
    const smooth = this.smoothBytes();
    if (this.bytesPerSecond === Number.POSITIVE_INFINITY || this.bytesPerSecond === 0) return smooth;
    this.refill(nowMs);
    this.forget(nowMs);
    const room = this.bytesPerSecond - this.logBytes - this.inFlight;
    const isShort = room < smooth && this.tokens >= room;
    if (isShort && room >= this.bytesPerSecond * LEAST_BATCH_SHARE) return room;
    const free = Math.min(this.tokens, room);
    return Math.max(smooth, Math.min(free, this.bytesPerSecond * MOST_BATCH_SHARE));
  }

  /**
   * Milliseconds until a batch of `bytes` may begin, 0 for now. `oneHuge`: the batch is a single huge page,
   * which cannot be made smaller, so it may go past what is left of the second; the bucket then makes up for it. A batch
   * above the whole limit begins once nothing else counts.
   */
  waitMs(bytes: number, oneHuge: boolean, nowMs: number): number {
    if (this.bytesPerSecond === Number.POSITIVE_INFINITY) return 0;
    if (this.bytesPerSecond === 0) return WINDOW_MS;
    this.refill(nowMs);
    this.forget(nowMs);
    const needed = Math.min(bytes, this.smoothBytes());
    const missing = needed - this.tokens;
    const forTokens = missing > EPSILON_BYTES ? (missing / this.bytesPerSecond) * 1000 : 0;
    return Math.max(forTokens, this.waitForRoom(bytes, oneHuge, nowMs));
  }

  begin(bytes: number, nowMs: number): void {
    this.refill(nowMs);
    this.tokens -= bytes;
    this.inFlight += bytes;
  }

  /** Ends what `begin` began. `moved` may differ from `begun`: less where pages failed, all of it where nobody knows. */
  finish(begun: number, moved: number, completedMs: number): void {
    this.inFlight = Math.max(0, this.inFlight - begun);
    this.tokens = Math.min(this.burstBytes(), this.tokens + begun - moved);
    this.charge({ bytes: moved, completedMs });
  }

  /** Counts bytes that completed without a `begin` here, e.g. those of a predecessor of this process. */
  charge(completion: Completion): void {
    if (completion.bytes <= 0) return;
    // Without a limit nobody waits, and nobody else would forget.
    if (this.bytesPerSecond === Number.POSITIVE_INFINITY) this.forget(completion.completedMs);
    // Of batches side by side the one that ended first may be told of last.
    let at = this.log.length;
    while (at > 0 && (this.log[at - 1] as Completion).completedMs > completion.completedMs) at--;
    this.log.splice(at, 0, completion);
    this.logBytes += completion.bytes;
  }

  private waitForRoom(bytes: number, oneHuge: boolean, nowMs: number): number {
    const limit = this.bytesPerSecond;
    let held = this.logBytes + this.inFlight;
    const fits = () =>
      held + bytes <= limit + EPSILON_BYTES || (oneHuge && held < limit - EPSILON_BYTES) || held <= EPSILON_BYTES;
    if (fits()) return 0;
    for (const { completedMs, bytes: leaving } of this.log) {
      held -= leaving;
      if (fits()) return Math.max(0, completedMs + WINDOW_MS + WINDOW_MARGIN_MS - nowMs);
    }
    // Only what is in flight stands in the way; its end wakes the caller.
    return WINDOW_MS;
  }

  private refill(nowMs: number): void {
    if (nowMs <= this.tokensAtMs) return;
    const earned = ((nowMs - this.tokensAtMs) / 1000) * this.bytesPerSecond;
    this.tokens = Math.min(this.burstBytes(), this.tokens + earned);
    this.tokensAtMs = nowMs;
  }

  private forget(nowMs: number): void {
    const oldest = nowMs - WINDOW_MS - WINDOW_MARGIN_MS;
    let gone = 0;
    for (const entry of this.log) {
      if (entry.completedMs > oldest) break;
      this.logBytes -= entry.bytes;
      gone++;
    }
    if (gone > 0) this.log = this.log.slice(gone);
    if (this.log.length === 0) this.logBytes = 0;
  }

  private smoothBytes(): number {
    return Math.max(1, this.bytesPerSecond * BATCH_SHARE);
  }

  private burstBytes(): number {
    return this.bytesPerSecond === Number.POSITIVE_INFINITY
      ? Number.MAX_SAFE_INTEGER
      : this.bytesPerSecond * BURST_SHARE;
  }
}
