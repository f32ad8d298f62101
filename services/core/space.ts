import { createRunTable, type RunTable } from './columns.js';
import { createMarkTable, type MarkTable } from './marks.js';
import { EXACT, type Resolution } from './runWriter.js';

/** The heat of one space: its runs, what is remembered of moves, and how far it was observed. */
export interface SpaceHeat {
  readonly runs: RunTable;
  readonly marks: MarkTable;
  /** End of the latest window merged, Unix ms by the host's clock; 0 before the first. */
  lastWindowEndUnixMs: number;
  /** Windows merged, in seconds; ages are whole seconds of this clock, so that windows of any length add up right. */
  observedSeconds: number;
  /** What the latest window added to the age of a run seen unaccessed, whole seconds. */
  windowAgeStep: number;
  /** Whether the heat rests on looks precise enough for single pages; moves are planned for such alone. */
  pageGranular: boolean;
  /** Bits by which the resolution is coarser at present, to stay within the runs allowed. */
  coarseness: number;
}

/** How looks are merged. */
export interface HeatParameters {
  /** Observed time after which a look weighs half as much, seconds; more smooths, less follows faster. */
  readonly halfLifeSeconds: number;
  /** How long moves are remembered, seconds: at least the longest residence time of a policy that may be used. */
  readonly markKeepSeconds: number;
  /** How finely neighbours are told apart. */
  readonly resolution: Resolution;
  /** Runs allowed in one space, 20 bytes each. Above, neighbours are told apart less finely, bit by bit. */
  readonly maxRuns: number;
}

/** Buckets of 1/64 of heat and an eighth of age. */
export const DEFAULT_RESOLUTION: Resolution = { heatBits: 6, ageBits: 3 };

export const EXACT_RESOLUTION = EXACT;

/** 20 MiB a space. A tracker of regions makes a few thousand runs, one of single pages rarely a hundred thousand. */
export const DEFAULT_MAX_RUNS = 1 << 20;

export function createSpaceHeat(): SpaceHeat {
  return {
    runs: createRunTable(0),
    marks: createMarkTable(),
    lastWindowEndUnixMs: 0,
    observedSeconds: 0,
    windowAgeStep: 0,
    pageGranular: false,
    coarseness: 0,
  };
}
