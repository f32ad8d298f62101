/**
 * Runs as columns. Every pass of core goes over these and over nothing else: rules see numbers, never objects.
 *
 * 20 bytes a run: start 8, pages 4, heat 2, age 2, node 1, kind 1, mark 1, stale 1.
 */

/** Page ranges as columns of equal length: ascending, disjoint, each of at least one page. */
export interface RangeColumns {
  readonly startPage: Float64Array;
  readonly pages: Float64Array;
}

/**
 * Runs as growable columns; entries below `count` are valid. Ascending and disjoint by page.
 *
 * Page numbers stay below 2^53, so plain numbers hold them exactly.
 */
export interface RunTable {
  count: number;
  startPage: Float64Array;
  pages: Uint32Array;
  /** 0..HEAT_ONE for 0..1. */
  heat: Uint16Array;
  /** Whole observed seconds since the run was last seen accessed, at most AGE_MAX_SECONDS. */
  age: Uint16Array;
  /** Linux node id, or NODE_UNKNOWN. */
  node: Uint8Array;
  /** PageKind as on the wire. */
  kind: Uint8Array;
  /** Index into the space's marks; 0 says that nothing is remembered of moves. */
  mark: Uint8Array;
  /** 0 where the latest look covered the run; else an upper bound of the time since one did, in STALE_TICK_MS. */
  stale: Uint8Array;
}

/** An empty table with room for `capacity` runs. */
export function createRunTable(capacity: number): RunTable {
  return {
    count: 0,
    startPage: new Float64Array(capacity),
    pages: new Uint32Array(capacity),
    heat: new Uint16Array(capacity),
    age: new Uint16Array(capacity),
    node: new Uint8Array(capacity),
    kind: new Uint8Array(capacity),
    mark: new Uint8Array(capacity),
    stale: new Uint8Array(capacity),
  };
}

/** Gives the table columns of `capacity` entries and keeps what fits of its runs. */
export function resizeRunTable(table: RunTable, capacity: number): void {
  const kept = Math.min(table.count, capacity);
  const old = { ...table };
  Object.assign(table, createRunTable(capacity));
  copyRuns(old, table, kept);
}

/** Makes `target` hold what `source` holds. */
export function replaceRuns(target: RunTable, source: RunTable): void {
  const { count } = source;
  const capacity = target.startPage.length;
  // An eighth of slack keeps a space that breathes from allocating in every window, and a million spaces near 20 bytes a run.
  if (capacity < count || capacity > 2 * count + SPARE_RUNS) {
    target.count = 0;
    resizeRunTable(target, count + (count >> 3) + 8);
  }
  copyRuns(source, target, count);
}

/** Capacity above twice the need by more than this is given back. */
const SPARE_RUNS = 256;

function copyRuns(source: RunTable, target: RunTable, count: number): void {
  target.startPage.set(source.startPage.subarray(0, count));
  target.pages.set(source.pages.subarray(0, count));
  target.heat.set(source.heat.subarray(0, count));
  target.age.set(source.age.subarray(0, count));
  target.node.set(source.node.subarray(0, count));
  target.kind.set(source.kind.subarray(0, count));
  target.mark.set(source.mark.subarray(0, count));
  target.stale.set(source.stale.subarray(0, count));
  target.count = count;
}
