import type { RunTable } from './columns.js';
import { HEAT_ONE } from './quantities.js';

/** In place of a score where there is none. Scores are whole numbers, -HEAT_ONE..HEAT_ONE, which compare fast. */
export const NO_SCORE = 1 << 20;

/** A custom rule's scores, found by page for runs that were cut out of the table that they are of. Asked in ascending order. */
export class Scores {
  #run = 0;

  constructor(
    private readonly runs: RunTable,
    private readonly scores: Float32Array,
  ) {}

  /** The highest score of any run in [start, end): a huge page that several runs share is as hot as its hottest. */
  of(start: number, end: number): number {
    const { startPage, pages, count } = this.runs;
    while (this.#run < count && (startPage[this.#run] as number) + (pages[this.#run] as number) <= start) this.#run++;
    let highest = NO_SCORE;
    for (let run = this.#run; run < count && (startPage[run] as number) < end; run++) {
      const score = this.scores[run] ?? Number.NaN;
      if (Number.isNaN(score)) continue;
      const scaled = Math.round(Math.min(1, Math.max(-1, score)) * HEAT_ONE);
      if (highest === NO_SCORE || scaled > highest) highest = scaled;
    }
    return highest;
  }
}
