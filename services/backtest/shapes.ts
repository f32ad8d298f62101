import type { RangeColumns } from '../core/columns.js';
import { columnsOf } from '../core/engine.js';
import type { DecodedRuns, PackedRuns } from '../core/look.js';

/** Borders of a space's runs, and columns to fill for a look that has them. */
export interface Shape {
  readonly columns: RangeColumns;
  readonly node: Uint8Array;
  readonly accesses: Float64Array;
  readonly totalPages: number;
  /** Whether nodes are those of the look before. */
  sameNodes: boolean;
  /** Whether a look has filled them. */
  isFilled: boolean;
}

interface KnownShape extends Shape {
  readonly gaps: Uint8Array;
  readonly lengths: Uint8Array;
  generation: number;
}

/**
 * The borders of each space's runs in its latest look. As a rule the next look has the same, told by its packed columns being
 * the same: then it gets the very columns of that one, which spares unpacking them, and every world comparing them.
 */
export class Shapes {
  readonly #known = new Map<string, KnownShape>();

  /** Valid until the next batch. */
  of(key: string, { gaps, lengths }: PackedRuns, decoded: DecodedRuns): Shape {
    const known = this.#known.get(key);
    // A space that is twice in one batch has columns of its own each time.
    if (known && known.generation !== decoded.generation && areEqual(known.gaps, gaps)) {
      if (areEqual(known.lengths, lengths)) {
        known.generation = decoded.generation;
        return known;
      }
    }
    const { startPage, pages } = columnsOf(decoded);
    const shape = {
      columns: { startPage, pages },
      node: new Uint8Array(decoded.count),
      accesses: new Float64Array(decoded.count),
      totalPages: decoded.totalPages,
      sameNodes: false,
      isFilled: false,
      gaps: Uint8Array.from(gaps),
      lengths: Uint8Array.from(lengths),
      generation: decoded.generation,
    };
    this.#known.set(key, shape);
    return shape;
  }

  delete(key: string): void {
    this.#known.delete(key);
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
