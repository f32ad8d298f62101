import type { BatchReport } from './moverPort.js';
import type { Lane } from './pairRates.js';

/** What is decided and written down once, and what a stop waits for: so long a batch may take, in milliseconds of its calls. */
const BATCH_MS = 500;
/** Of a pair of nodes that nothing was moved between yet. */
const FIRST_PAGES = 8192;
const LEAST_PAGES = 512;
/** What is left is not divided between movers into less. */
const LEAST_DIVIDED_PAGES = 4096;
/** From one batch to the next the size at most doubles, so that one odd batch does not throw it off. */
const STEP = 2;

/** How many base pages a batch between two nodes gets where no limit makes it smaller: as many as are moved in half a second. */
export class BatchSize {
  private readonly pages = new Map<string, number>();

  /** `most`: base pages, whatever the pace. */
  constructor(private readonly most: number) {}

  of(lane: Lane): number {
    return this.pages.get(keyOf(lane)) ?? Math.min(FIRST_PAGES, this.most);
  }

  /** The same where only `left` pages wait still: of batches moved side by side, as many as `width`, the last ones are to end together. */
  ofLast(lane: Lane, left: number, width: number): number {
    const fits = this.of(lane);
    return width === 1 ? fits : Math.min(fits, Math.max(LEAST_DIVIDED_PAGES, Math.ceil(left / width)));
  }

  /** How many base pages so many batches side by side move in a second. */
  ofSecond(lane: Lane, width: number): number {
    return (this.of(lane) * width * 1000) / BATCH_MS;
  }

  took(lane: Lane, { pagesMoved, seconds }: Pick<BatchReport, 'pagesMoved' | 'seconds'>): void {
    if (pagesMoved === 0 || seconds === 0) return;
    const fits = (BATCH_MS / 1000 / seconds) * pagesMoved;
    const before = this.of(lane);
    const next = Math.max(LEAST_PAGES, Math.min(before * STEP, Math.max(before / STEP, fits)));
    this.pages.set(keyOf(lane), Math.min(this.most, Math.round(next)));
  }
}

function keyOf({ fromNode, toNode }: Lane): string {
  return `${fromNode}>${toNode}`;
}
