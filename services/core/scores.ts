import { pagesOf, type RunTable, startOf } from './columns.js';
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
    const { runs } = this;
    const { count } = runs;
    while (this.#run < count && startOf(runs, this.#run) + pagesOf(runs, this.#run) <= start) this.#run++;
    let highest = NO_SCORE;
    for (let run = this.#run; run < count && startOf(runs, run) < end; run++) {
      const score = this.scores[run] ?? Number.NaN;
      if (Number.isNaN(score)) continue;
      const scaled = Math.round(Math.min(1, Math.max(-1, score)) * HEAT_ONE);
      if (highest === NO_SCORE || scaled > highest) highest = scaled;
    }
    return highest;
  }
}
