/**
 * Runs as columns in one buffer a table. Every pass of core goes over these and over nothing else: rules see numbers, never
 * objects.
 *
 * 17 bytes a run: start 6 and pages 2 in `place`, heat 2, age 2, node, kind, mark, stale and seen 1 each.
 * services/core/engine reads the same layout.
 */

/** Page ranges as columns of equal length: ascending, disjoint, each of at least one page. */
export interface RangeColumns {
  readonly startPage: Float64Array;
  readonly pages: Float64Array;
}

/** Bytes of a run in a table. */
export const RUN_BYTES = 17;

/** The columns of runs; entries below `count` are valid. Ascending and disjoint by page. */
export interface RunTable {
  count: number;
  readonly capacity: number;
  readonly bytes: Uint8Array;
  /** Two entries a run: start, low 32 bits; start, high 16 bits, and pages. Read by startOf and pagesOf. */
  readonly place: Uint32Array;
  /** 0..HEAT_ONE for 0..1. */
  readonly heat: Uint16Array;
  /** Whole observed seconds since the run was last seen accessed, at most AGE_MAX_SECONDS. */
  readonly age: Uint16Array;
  /** Linux node id, or NODE_UNKNOWN. */
  readonly node: Uint8Array;
  /** PageKind as on the wire. */
  readonly kind: Uint8Array;
  /** Index into the space's marks; 0 says that nothing is remembered of moves. */
  readonly mark: Uint8Array;
  /** 0 where the latest look covered the run; else an upper bound of the time since one did, in STALE_TICK_MS. */
  readonly stale: Uint8Array;
  /** A bit for each of the last eight looks that covered the run, the latest lowest: 1 where it was seen accessed. */
  readonly seen: Uint8Array;
}

/** First page of run `index`. */
export function startOf(table: RunTable, index: number): number {
  return ((table.place[2 * index + 1] as number) & 0xffff) * 0x1_0000_0000 + (table.place[2 * index] as number);
}

/** Pages of run `index`. */
export function pagesOf(table: RunTable, index: number): number {
  return (table.place[2 * index + 1] as number) >>> 16;
}

/** Sets start (below PAGE_LIMIT) and pages (at most RUN_MAX_PAGES) of run `index`. */
export function setPlace(table: RunTable, index: number, start: number, pages: number): void {
  table.place[2 * index] = start % 0x1_0000_0000;
  table.place[2 * index + 1] = Math.floor(start / 0x1_0000_0000) | (pages << 16);
}

/** An empty table with room for at least `capacity` runs. */
export function createRunTable(capacity: number): RunTable {
  const whole = wholeCapacity(capacity);
  return viewRuns(new Uint8Array(whole * RUN_BYTES), 0);
}

/** The table that `bytes` hold; they begin at a whole word of their buffer. */
export function viewRuns(bytes: Uint8Array, count: number): RunTable {
  const n = bytes.length / RUN_BYTES;
  const { buffer, byteOffset } = bytes;
  const column = (at: number): Uint8Array => new Uint8Array(buffer, byteOffset + at * n, n);
  return {
    count,
    capacity: n,
    bytes,
    place: new Uint32Array(buffer, byteOffset, 2 * n),
    heat: new Uint16Array(buffer, byteOffset + 8 * n, n),
    age: new Uint16Array(buffer, byteOffset + 10 * n, n),
    node: column(12),
    kind: column(13),
    mark: column(14),
    stale: column(15),
    seen: column(16),
  };
}

/** Capacity for `count` runs at least: columns of two bytes have to begin at even addresses. */
export function wholeCapacity(count: number): number {
  return Math.ceil(count / 8) * 8;
}

/** Makes `target`, which has room, hold what `source` holds. */
export function copyRuns(source: RunTable, target: RunTable): void {
  const { count } = source;
  target.place.set(source.place.subarray(0, 2 * count));
  target.heat.set(source.heat.subarray(0, count));
  target.age.set(source.age.subarray(0, count));
  target.node.set(source.node.subarray(0, count));
  target.kind.set(source.kind.subarray(0, count));
  target.mark.set(source.mark.subarray(0, count));
  target.stale.set(source.stale.subarray(0, count));
  target.seen.set(source.seen.subarray(0, count));
  target.count = count;
}
