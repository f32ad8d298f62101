import type { RangeColumns } from '../core/columns.js';
import { columnsOf } from '../core/engine.js';
import type { DecodedRuns, PackedRuns } from '../core/look.js';
import { isHuge } from '../core/quantities.js';

/**
 * The borders of each space's runs in its latest look. As a rule the next look has the same, told by its packed columns being
 * the same: then it gets the very columns of that one, which spares unpacking them, and every world comparing them.
 */
export class Shapes {
  readonly #known = new Map<string, Shape>();

  /** Valid until the next batch. `ids`: Linux node ids by entry of the node column. */
  of(key: string, packed: PackedRuns, decoded: DecodedRuns, ids: Uint8Array): Shape {
    let shape = this.#known.get(key);
    // A space that is twice in one batch has columns of its own each time.
    if (!shape?.isOf(packed, decoded)) {
      shape = new Shape(packed, decoded);
      this.#known.set(key, shape);
    }
    shape.take(packed, ids);
    return shape;
  }

  delete(key: string): void {
    this.#known.delete(key);
  }
}

/** Borders of a space's runs, and what is made of them once for all looks that have them. */
export class Shape {
  readonly columns: RangeColumns;
  readonly totalPages: number;
  /** By run: Linux node id. */
  readonly node: Uint8Array;
  /** Whether nodes are those of the look before. */
  sameNodes = false;
  readonly #gaps: Uint8Array;
  readonly #lengths: Uint8Array;
  /** Nodes as on the wire, and what these stand for. */
  readonly #indices: Uint8Array;
  #ids: Uint8Array | undefined;
  readonly #kinds: Uint8Array;
  #generation: number;
  #touching: Uint8Array | 'none' | undefined;
  #whole: { readonly hugePages: number; readonly is: boolean } | undefined;

  constructor({ gaps, lengths }: PackedRuns, decoded: DecodedRuns) {
    const { startPage, pages } = columnsOf(decoded);
    this.columns = { startPage, pages };
    this.totalPages = decoded.totalPages;
    this.node = new Uint8Array(decoded.count);
    this.#gaps = Uint8Array.from(gaps);
    this.#lengths = Uint8Array.from(lengths);
    this.#indices = new Uint8Array(decoded.count);
    this.#kinds = new Uint8Array(decoded.count);
    this.#generation = decoded.generation;
  }

  isOf({ gaps, lengths }: PackedRuns, { generation }: DecodedRuns): boolean {
    if (this.#generation === generation || !areEqual(this.#gaps, gaps)) return false;
    if (!areEqual(this.#lengths, lengths)) return false;
    this.#generation = generation;
    return true;
  }

  /** Takes nodes and kinds of a look that has these borders. */
  take(packed: PackedRuns, ids: Uint8Array): void {
    if (!areEqual(this.#kinds, packed.kind)) {
      this.#kinds.set(packed.kind);
      this.#whole = undefined;
    }
    this.sameNodes = this.#ids !== undefined && areEqual(this.#ids, ids) && areEqual(this.#indices, packed.node);
    if (this.sameNodes) return;
    this.#ids = ids;
    this.#indices.set(packed.node);
    const { node } = this;
    for (let i = 0; i < node.length; i++) node[i] = ids[packed.node[i] as number] as number;
  }

  /** By run: 255 where the next begins at its end; undefined where none does. */
  get touching(): Uint8Array | undefined {
    this.#touching ??= touchingOf(this.columns);
    return this.#touching === 'none' ? undefined : this.#touching;
  }

  /** Whether runs of huge kinds begin and end at whole huge pages. */
  isWhole(hugePages: number): boolean {
    if (this.#whole?.hugePages !== hugePages) {
      this.#whole = { hugePages, is: areWhole(this.columns, this.#kinds, hugePages) };
    }
    return this.#whole.is;
  }

  /** Whether all of it was looked at, in one range. */
  isCoveredBy(coverage: RangeColumns): boolean {
    const { startPage, pages } = this.columns;
    const last = startPage.length - 1;
    if (coverage.startPage.length !== 1 || last < 0) return false;
    const from = coverage.startPage[0] as number;
    const end = (startPage[last] as number) + (pages[last] as number);
    return from <= (startPage[0] as number) && end <= from + (coverage.pages[0] as number);
  }
}

function touchingOf({ startPage, pages }: RangeColumns): Uint8Array | 'none' {
  const touching = new Uint8Array(startPage.length);
  let any = false;
  for (let i = 0; i + 1 < startPage.length; i++) {
    if ((startPage[i] as number) + (pages[i] as number) !== startPage[i + 1]) continue;
    touching[i] = 255;
    any = true;
  }
  return any ? touching : 'none';
}

function areWhole({ startPage, pages }: RangeColumns, kinds: Uint8Array, hugePages: number): boolean {
  for (let i = 0; i < kinds.length; i++) {
    if (!isHuge(kinds[i] as number)) continue;
    if ((startPage[i] as number) % hugePages !== 0 || (pages[i] as number) % hugePages !== 0) return false;
  }
  return true;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
