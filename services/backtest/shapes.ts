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
  readonly sameNodes: boolean;
}

interface KnownShape extends Shape {
  sameNodes: boolean;
  /** Nodes as on the wire. */
  readonly indices: Uint8Array;
  /** What these stood for. */
  ids: Uint8Array | undefined;
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

  /** Valid until the next batch. `ids`: Linux node ids by entry of the node column. */
  of(key: string, packed: PackedRuns, decoded: DecodedRuns, ids: Uint8Array): Shape {
    const shape = this.#borders(key, packed, decoded);
    const { node, indices } = shape;
    shape.sameNodes = shape.ids !== undefined && areEqual(shape.ids, ids) && areEqual(indices, packed.node);
    if (shape.sameNodes) return shape;
    shape.ids = ids;
    indices.set(packed.node);
    for (let i = 0; i < node.length; i++) node[i] = ids[indices[i] as number] as number;
    return shape;
  }

  #borders(key: string, { gaps, lengths }: PackedRuns, decoded: DecodedRuns): KnownShape {
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
      indices: new Uint8Array(decoded.count),
      ids: undefined,
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
