/** A call holds the target's mmap lock and this thread; so long it may take, in milliseconds. */
const CALL_MS = 20;
const LEAST_PAGES = 64;
const MOST_PAGES = 16_384;
/** From one call to the next the size at most doubles, and at least halves: one odd call does not throw it off. */
const STEP = 2;

/** How many base pages a call between two nodes gets, so that it takes some 20 ms: begins with 64 and follows the latency. */
export class Pace {
  private size = LEAST_PAGES;

  get pages(): number {
    return this.size;
  }

  /** A call for `pages` base pages took `ms`. A call smaller than it might have been says nothing about larger ones. */
  took(pages: number, ms: number): void {
    const fits = ms > 0 ? (pages * CALL_MS) / ms : this.size * STEP;
    if (fits > this.size && pages < this.size) return;
    const next = Math.min(this.size * STEP, Math.max(this.size / STEP, fits));
    this.size = Math.round(Math.min(MOST_PAGES, Math.max(LEAST_PAGES, next)));
  }
}
