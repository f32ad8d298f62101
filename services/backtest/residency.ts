import type { RangeColumns } from '../core/columns.js';
import type { LookRuns } from '../core/look.js';

/** Runs of a look with the nodes that a replay has them on; valid until the next move or look. What was moved since the last look says so. */
export interface Laid extends LookRuns {
  /** Where a run was before it was moved, the same as `node` where it was not. */
  readonly was: Uint8Array;
  /** When it was moved, Unix ms; 0 where it was not. Empty where nothing was. */
  readonly movedAtUnixMs: Float64Array;
  /** By run a bit, whether it was moved. Empty where nothing was. */
  readonly movedBits: Uint32Array;
  /** Whether runs are those of the look before, and on the nodes of that one but for what moves since then say they moved. */
  readonly isAsBefore: boolean;
}

/** Columns that grow. */
class Pieces {
  count = 0;
  start = new Float64Array(64);
  pages = new Float64Array(64);
  node = new Uint8Array(64);
  was = new Uint8Array(64);
  at = new Float64Array(64);

  add(start: number, pages: number, node: number, was: number, at: number): void {
    if (this.count === this.start.length) this.grow();
    const i = this.count++;
    this.start[i] = start;
    this.pages[i] = pages;
    this.node[i] = node;
    this.was[i] = was;
    this.at[i] = at;
  }

  /** Makes the last piece longer by one that is like it and begins at its end; false where there is none. */
  extends(start: number, end: number, node: number, was: number, at: number): boolean {
    const i = this.count - 1;
    if (i < 0 || this.node[i] !== node || this.was[i] !== was || this.at[i] !== at) return false;
    if ((this.start[i] as number) + (this.pages[i] as number) !== start) return false;
    this.pages[i] = end - (this.start[i] as number);
    return true;
  }

  private grow(): void {
    const longer = <T extends Float64Array | Uint8Array>(old: T): T => {
      const column = new (old.constructor as new (length: number) => T)(2 * old.length);
      column.set(old);
      return column;
    };
    this.start = longer(this.start);
    this.pages = longer(this.pages);
    this.node = longer(this.node);
    this.was = longer(this.was);
    this.at = longer(this.at);
  }
}

const NODE_UNKNOWN = 255;

/** Of what nothing was moved in. */
export const NO_MOVES: Pick<Laid, 'movedAtUnixMs' | 'movedBits'> = {
  movedAtUnixMs: new Float64Array(0),
  movedBits: new Uint32Array(0),
};

/**
 * Where the pages of one space would be under the moves of a replay. A page begins on the node that it was first seen on; from
 * then on only moves of the replay put it elsewhere, whatever the looks say, for those tell what became of the moves that were
 * truly made. A page that leaves memory is forgotten; should it come back, it is where the look says.
 */
export class Residency {
  private held = new Pieces();
  private spare = new Pieces();
  /** Whether anything was moved since the latest look, and whether that look has counted it. */
  private moves: 'none' | 'new' | 'counted' = 'none';
  /** By entry held a bit, whether it was moved since the latest look that is counted. */
  private movedBits: Uint32Array = NO_MOVES.movedBits;
  private laid: Pick<Laid, 'node' | 'was'> | undefined;
  /** Columns of a look whose runs are the very entries held. */
  private shape: RangeColumns | undefined;

  /** Lays the runs of a look, whose node column holds Linux ids, over what is known; takes in what is new. */
  lay(runs: LookRuns, coverage: RangeColumns): Laid {
    if (this.moves === 'counted') this.settle();
    const isAsBefore = this.isOfShape(runs);
    if (this.isSame(runs)) {
      const isMoved = this.moves !== 'none';
      if (this.moves === 'new') this.moves = 'counted';
      const { startPage, pages, evidence, kind } = runs;
      const { node, was } = this.views();
      const movedAtUnixMs = isMoved ? this.held.at.subarray(0, this.held.count) : NO_MOVES.movedAtUnixMs;
      const movedBits = isMoved ? this.movedBits : NO_MOVES.movedBits;
      return { startPage, pages, evidence, kind, node, was, movedAtUnixMs, movedBits, isAsBefore };
    }
    const next = this.spare;
    next.count = 0;
    /** By piece laid: index of its run. */
    const of: number[] = [];
    const inLook: number[] = [];
    const { held } = this;
    let at = 0;
    let from = 0; // Pages of the entry at hand before this one are dealt with.
    const gone = (until: number): void => {
      // What lies before `until` was not seen: it left where it was looked for, else it stays.
      for (; at < held.count && (held.start[at] as number) < until; ) {
        const start = Math.max(from, held.start[at] as number);
        const end = (held.start[at] as number) + (held.pages[at] as number);
        const stop = Math.min(end, until);
        if (stop > start) keepUncovered(next, coverage, start, stop, held.node[at] as number);
        if (end > until) {
          from = until;
          return;
        }
        at++;
      }
    };
    const lay = (run: number, start: number, end: number, node: number, was: number, movedAt: number): void => {
      // What a move parted is one again once both halves are on one node.
      if (of.at(-1) === run && next.extends(start, end, node, was, movedAt)) return;
      inLook.push(next.count);
      of.push(run);
      next.add(start, end - start, node, was, movedAt);
    };
    for (let i = 0; i < runs.startPage.length; i++) {
      let start = runs.startPage[i] as number;
      const end = start + (runs.pages[i] as number);
      const seen = runs.node[i] as number;
      gone(start);
      while (start < end) {
        const entry = at < held.count ? (held.start[at] as number) : Number.POSITIVE_INFINITY;
        const entryEnd = at < held.count ? entry + (held.pages[at] as number) : entry;
        if (entry > start) {
          const stop = Math.min(end, entry);
          lay(i, start, stop, seen, seen, 0);
          start = stop;
          continue;
        }
        const stop = Math.min(end, entryEnd);
        const node = held.node[at] as number;
        if (node === NODE_UNKNOWN) lay(i, start, stop, seen, seen, 0);
        else lay(i, start, stop, node, held.was[at] as number, held.at[at] as number);
        start = stop;
        from = stop;
        if (stop === entryEnd) at++;
      }
    }
    gone(Number.POSITIVE_INFINITY);
    const laid = columnsOf(next, inLook, of, runs);
    next.was.set(next.node.subarray(0, next.count));
    next.at.fill(0, 0, next.count);
    this.spare = held;
    this.held = next;
    this.shape = undefined;
    this.moves = 'none';
    this.movedBits = new Uint32Array((next.count + 31) >> 5);
    return laid;
  }

  /** Moves count for the window that follows them alone. */
  private settle(): void {
    const { count, was, node, at } = this.held;
    was.set(node.subarray(0, count));
    at.fill(0, 0, count);
    this.movedBits.fill(0);
    this.moves = 'none';
  }

  /**
   * Moves ranges, ascending, that are on `fromNode`; `movedAt`: when each was, Unix ms. Pages elsewhere stay where they are.
   * Returns pages moved. `runs`: the runs of the look before that these are the whole of, where somebody knows.
   */
  move(
    ranges: RangeColumns,
    fromNode: number,
    toNode: number,
    movedAt: ArrayLike<number>,
    runs?: Uint32Array | undefined,
  ): number {
    if (this.moves === 'counted') this.settle();
    this.moves = 'new';
    const entries = runs ?? this.entriesOf(ranges);
    if (entries) return this.moveEntries(entries, fromNode, toNode, movedAt);
    const next = this.spare;
    next.count = 0;
    const { held } = this;
    let range = 0;
    let moved = 0;
    for (let i = 0; i < held.count; i++) {
      let start = held.start[i] as number;
      const end = start + (held.pages[i] as number);
      const node = held.node[i] as number;
      const was = held.was[i] as number;
      const at = held.at[i] as number;
      while (start < end) {
        while (range < ranges.startPage.length && endOf(ranges, range) <= start) range++;
        const first = range < ranges.startPage.length ? (ranges.startPage[range] as number) : Number.POSITIVE_INFINITY;
        const isIn = first <= start;
        const stop = Math.min(end, isIn ? endOf(ranges, range) : first);
        if (isIn && node === fromNode) {
          next.add(start, stop - start, toNode, was, movedAt[range] as number);
          moved += stop - start;
        } else next.add(start, stop - start, node, was, at);
        start = stop;
      }
    }
    this.spare = held;
    this.held = next;
    this.shape = undefined;
    this.movedBits = bitsOf(next.at, next.count);
    return moved;
  }

  /** By range, the entry that it is the whole of: as a rule every range has one. Undefined where one has not. */
  private entriesOf({ startPage, pages }: RangeColumns): Uint32Array | undefined {
    const { held } = this;
    const entries = new Uint32Array(startPage.length);
    let low = 0;
    for (let i = 0; i < startPage.length; i++) {
      const wanted = startPage[i] as number;
      let high = held.count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((held.start[middle] as number) < wanted) low = middle + 1;
        else high = middle;
      }
      if (low === held.count || held.start[low] !== wanted || held.pages[low] !== pages[i]) return undefined;
      entries[i] = low++;
    }
    return entries;
  }

  private moveEntries(entries: Uint32Array, fromNode: number, toNode: number, movedAt: ArrayLike<number>): number {
    const { held, movedBits } = this;
    let moved = 0;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as number;
      if (held.node[entry] !== fromNode) continue;
      held.node[entry] = toNode;
      held.at[entry] = movedAt[i] as number;
      movedBits[entry >> 5] = (movedBits[entry >> 5] as number) | (1 << (entry & 31));
      moved += held.pages[entry] as number;
    }
    return moved;
  }

  /** Whether what is held are the very runs of a look with these columns. */
  isOfShape({ startPage, pages }: RangeColumns): boolean {
    return this.shape?.startPage === startPage && this.shape.pages === pages;
  }

  private isSame(runs: LookRuns): boolean {
    if (this.isOfShape(runs)) return true;
    const { startPage, pages } = runs;
    const { count, start, pages: lengths, node } = this.held;
    if (count !== startPage.length) return false;
    for (let i = 0; i < count; i++) {
      if (startPage[i] !== start[i] || pages[i] !== lengths[i] || node[i] === NODE_UNKNOWN) return false;
    }
    this.shape = runs;
    return true;
  }

  /** Nodes of what is held, made once for as long as its entries stay what they are. */
  private views(): Pick<Laid, 'node' | 'was'> {
    const { count, node, was } = this.held;
    const { laid } = this;
    if (laid?.node.buffer === node.buffer && laid.node.length === count) return laid;
    this.laid = { node: node.subarray(0, count), was: was.subarray(0, count) };
    return this.laid;
  }
}

function endOf({ startPage, pages }: RangeColumns, index: number): number {
  return (startPage[index] as number) + (pages[index] as number);
}

/** Keeps of start..stop what lies outside the ranges looked at. */
function keepUncovered(next: Pieces, coverage: RangeColumns, start: number, stop: number, node: number): void {
  let at = start;
  for (let i = 0; i < coverage.startPage.length && at < stop; i++) {
    const first = coverage.startPage[i] as number;
    if (endOf(coverage, i) <= at) continue;
    if (first > at) next.add(at, Math.min(stop, first) - at, node, node, 0);
    at = Math.max(at, endOf(coverage, i));
  }
  if (at < stop) next.add(at, stop - at, node, node, 0);
}

/** By entry a bit, whether it says when it was moved; of so many entries. */
function bitsOf(at: Float64Array, count: number): Uint32Array {
  const bits = new Uint32Array((count + 31) >> 5);
  for (let i = 0; i < count; i++) {
    if (at[i] !== 0) bits[i >> 5] = (bits[i >> 5] as number) | (1 << (i & 31));
  }
  return bits;
}

function columnsOf(pieces: Pieces, inLook: readonly number[], of: readonly number[], runs: LookRuns): Laid {
  const count = inLook.length;
  const pick = <T extends Float64Array | Uint8Array>(
    make: new (length: number) => T,
    column: T,
    by: readonly number[],
  ) => {
    const out = new make(count);
    for (let i = 0; i < count; i++) out[i] = column[by[i] as number] as number;
    return out;
  };
  const movedAtUnixMs = pick(Float64Array, pieces.at, inLook);
  return {
    startPage: pick(Float64Array, pieces.start, inLook),
    pages: pick(Float64Array, pieces.pages, inLook),
    evidence: pick(Uint8Array, runs.evidence, of),
    node: pick(Uint8Array, pieces.node, inLook),
    kind: pick(Uint8Array, runs.kind, of),
    was: pick(Uint8Array, pieces.was, inLook),
    movedAtUnixMs,
    movedBits: bitsOf(movedAtUnixMs, count),
    isAsBefore: false,
  };
}
