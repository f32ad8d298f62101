import type { RangeColumns } from './columns.js';

/** Runs that one window saw resident, as columns of equal length; ascending and disjoint. */
export interface LookRuns extends RangeColumns {
  /** Share of looks that saw the run accessed: 0 never .. 255 every look. */
  readonly evidence: Uint8Array;
  /** Index into the look's nodes; 255 where the node is unknown. */
  readonly node: Uint8Array;
  /** PageKind as on the wire. */
  readonly kind: Uint8Array;
}

/** The same as packed on the wire: gaps and lengths as varints, the rest a byte a run. */
export interface PackedRuns {
  readonly count: number;
  readonly gaps: Uint8Array;
  readonly lengths: Uint8Array;
  readonly evidence: Uint8Array;
  readonly node: Uint8Array;
  readonly kind: Uint8Array;
}

/** The same unpacked in the engine's memory (engine.ts), valid until the next batch is read. */
export interface DecodedRuns {
  readonly decodedAt: number;
  readonly count: number;
  readonly totalPages: number;
  readonly generation: number;
}

/** What one window saw of one space, unpacked. */
export interface Look {
  readonly runs: LookRuns | DecodedRuns;
  /** Ranges looked at. What lies outside them was not looked at, whatever the runs say. */
  readonly coverage: RangeColumns;
  /** Linux node ids that the node column indexes. */
  readonly nodes: readonly number[];
  readonly windowSeconds: number;
  /** End of the window, Unix ms by the host's clock. */
  readonly endUnixMs: number;
  /** When the node and kind columns were read, Unix ms; 0 if they were not in this window. */
  readonly residencyUnixMs: number;
  /** False for trackers too coarse to be alone a ground for a move. */
  readonly pageGranular: boolean;
}

/** Runs of a look, in either form. */
export function countOf(runs: Look['runs']): number {
  return 'decodedAt' in runs ? runs.count : runs.startPage.length;
}
