import { engine, memoryTo, reserve } from '../core/engine.js';
import type { Shares } from './accesses.js';
import type { Hits } from './counting.js';
import type { Optimum } from './optimum.js';
import type { SeenSpace } from './window.js';

/** Columns of nodes that the engine counts in one pass. */
const AT_ONCE = 4;
/** By evidence, pages, four times. */
const LANES = 4 * 256;

/** Sums up what the looks of a batch hit by where each world has their runs: one pass over the runs for four worlds. */
export class HitCount {
  readonly #masks: number;
  readonly #rates: number;
  readonly #lanes: number;
  readonly #out: number;
  /** Of the spaces counted since the lanes were emptied: they have the same rates, which are there now. */
  #counted: SeenSpace | undefined;

  /** Until the next batch is read. `optimum`: takes pages by evidence, where it is wanted. */
  constructor(
    { masks }: Shares,
    private readonly optimum: Optimum | undefined,
  ) {
    this.#masks = reserve(masks.length);
    this.#rates = reserve(8 * 256);
    // What is counted a second time, where there are more worlds than are counted at once, goes into lanes that nobody reads.
    this.#lanes = reserve(2 * 8 * LANES);
    this.#out = reserve(8 * (1 + AT_ONCE));
    const memory = memoryTo(this.#out);
    memory.set(masks, this.#masks);
  }

  /** By column of nodes (Linux ids, by their addresses), which are a byte a run: accesses of all runs, and of those on slow nodes. */
  of(space: SeenSpace, nodesAt: readonly number[]): Hits[] {
    const { decoded, rates } = space;
    if (rates !== this.#counted?.rates) {
      this.end();
      const memory = memoryTo(this.#out);
      memory.set(new Uint8Array(rates.buffer), this.#rates);
      memory.fill(0, this.#lanes, this.#lanes + 8 * LANES);
    }
    this.#counted = space;
    const hits: Hits[] = [];
    const { decodedAt, count } = decoded;
    for (let first = 0; first < nodesAt.length; first += AT_ONCE) {
      const nodes = (i: number): number => nodesAt[Math.min(first + i, nodesAt.length - 1)] as number;
      const lanes = first === 0 ? this.#lanes : this.#lanes + 8 * LANES;
      const [longs, evidence] = [decodedAt + 8 * count, decodedAt + 16 * count];
      const { hits: sum } = engine;
      const to = [nodes(0), nodes(1), nodes(2), nodes(3), lanes, this.#out] as const;
      sum(count, decodedAt, longs, evidence, this.#rates, this.#masks, ...to);
      const sums = doublesAt(this.#out, 1 + AT_ONCE);
      for (let i = first; i < Math.min(first + AT_ONCE, nodesAt.length); i++) {
        hits.push({ all: sums[0] as number, slow: sums[1 + i - first] as number });
      }
    }
    return hits;
  }

  /** Gives the optimum the pages of the spaces counted. */
  end(): void {
    if (!this.#counted) return;
    this.optimum?.addPages(doublesAt(this.#lanes, LANES), this.#counted);
    this.#counted = undefined;
  }
}

/** Copies a column of a byte a run into the engine's memory, until the next batch is read. */
export function placeBytes(column: Uint8Array): number {
  // Passes take eight runs at once, the last eight beyond the end.
  const at = reserve(column.length + 8);
  memoryTo(at + column.length + 8)
    .fill(0, at + column.length, at + column.length + 8)
    .set(column, at);
  return at;
}

function doublesAt(at: number, count: number): Float64Array {
  return new Float64Array(engine.memory.buffer, at, count);
}
