/** A call holds the target's mmap lock and this thread; so long it may take, in milliseconds. */
const CALL_MS = 20;
const MOST_CALL_MS = 100;
const LEAST_PAGES = 64;
const MOST_PAGES = 16_384;
/** From one call to the next the size at most doubles, and at least halves: one odd call does not throw it off. */
const STEP = 2;
/** What a call weighs when the next has been made. */
const MEMORY = 0.8;
/** Sizes that differ by less than this share of their mean tell nothing of what a call costs before its first page. */
const LEAST_SPREAD = 0.1;
/** A call that is too long for the least pages is followed by one that is larger by this, which tells what is fixed. */
const PROBE = 1.5;

/**
 * How many base pages a call between two nodes gets, so that it takes some 20 ms: begins with 64 and follows the latency. Of
 * that, a part does not depend on the pages: each call has the pages that any CPU is about to put on an LRU list put there, and
 * waits for it (do_pages_move, lru_cache_disable: mm/migrate.c, mm/swap.c), which on busy CPUs takes milliseconds. So times are
 * taken for a line, fixed + each × pages, fitted to the last calls by least squares, and where 20 ms would mostly go into the
 * fixed part, calls take twice that part, up to 100 ms: smaller ones would hold everything up for more of the time, not less.
 */
export class Pace {
  private size = LEAST_PAGES;
  private fixedMs = 0;
  /** Whether the last calls differed enough to tell the fixed part. */
  private isTold = false;
  /** Weighted sums over the calls: 1, pages, ms, pages², pages × ms. */
  private readonly sums = { calls: 0, pages: 0, ms: 0, pages2: 0, pagesMs: 0 };

  get pages(): number {
    return this.size;
  }

  /** A call for `pages` base pages took `ms`. A call smaller than it might have been says nothing about larger ones. */
  took(pages: number, ms: number): void {
    this.add(pages, ms);
    const eachMs = this.fit();
    const callMs = Math.min(MOST_CALL_MS, Math.max(CALL_MS, 2 * this.fixedMs));
    const fits = eachMs > 0 ? (callMs - this.fixedMs) / eachMs : this.size * STEP;
    if (fits > this.size && pages < this.size) return;
    const isBlind = !this.isTold && fits <= LEAST_PAGES;
    const next = isBlind ? LEAST_PAGES * PROBE : Math.min(this.size * STEP, Math.max(this.size / STEP, fits));
    this.size = Math.round(Math.min(MOST_PAGES, Math.max(LEAST_PAGES, next)));
  }

  private add(pages: number, ms: number): void {
    const { sums } = this;
    sums.calls = sums.calls * MEMORY + 1;
    sums.pages = sums.pages * MEMORY + pages;
    sums.ms = sums.ms * MEMORY + ms;
    sums.pages2 = sums.pages2 * MEMORY + pages * pages;
    sums.pagesMs = sums.pagesMs * MEMORY + pages * ms;
  }

  /** Takes in the fixed part, where sizes differ enough to tell it, and answers with the milliseconds that each page costs. */
  private fit(): number {
    const { calls, pages, ms, pages2, pagesMs } = this.sums;
    const meanPages = pages / calls;
    const meanMs = ms / calls;
    const variance = pages2 / calls - meanPages * meanPages;
    this.isTold = variance > (LEAST_SPREAD * meanPages) ** 2;
    if (this.isTold) {
      const slope = (pagesMs / calls - meanPages * meanMs) / variance;
      this.fixedMs = meanMs - slope * meanPages;
    }
    // Noise gives lines that begin below zero, or fall.
    this.fixedMs = Math.min(Math.max(0, this.fixedMs), 0.9 * meanMs, MOST_CALL_MS / STEP);
    return (meanMs - this.fixedMs) / meanPages;
  }
}
