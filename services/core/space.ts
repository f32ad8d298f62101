import { copyRuns, RUN_BYTES, type RunTable, viewRuns, wholeCapacity } from './columns.js';
import { createMarkTable, type MarkTable } from './marks.js';
import { EXACT, type Resolution } from './runWriter.js';

/** The heat of one space: its runs, what is remembered of moves, and how far it was observed. */
export class SpaceHeat {
  readonly marks: MarkTable = createMarkTable();
  /** End of the latest window merged, Unix ms by the host's clock; 0 before the first. */
  lastWindowEndUnixMs = 0;
  /** Windows merged, in seconds; ages are whole seconds of this clock, so that windows of any length add up right. */
  observedSeconds = 0;
  /** What the latest window added to the age of a run seen unaccessed, whole seconds. */
  windowAgeStep = 0;
  /** Whether the heat rests on looks precise enough for single pages; moves are planned for such alone. */
  pageGranular = false;
  /** Bits by which the resolution is coarser at present, to stay within the runs allowed. */
  coarseness = 0;
  /** The columns as they lie in memory: one buffer, for there may be a million small spaces. */
  bytes: Uint8Array = NO_BYTES;
  count = 0;

  /** The runs as columns. Valid until the space changes. */
  get runs(): RunTable {
    const table = viewed(this.bytes);
    table.count = this.count;
    return table;
  }

  /** The capacity that makeRoom is likely to give. */
  capacityFor(count: number): number {
    const capacity = this.bytes.length / RUN_BYTES;
    return fits(capacity, count) ? capacity : wholeCapacity(count + (count >> 5));
  }

  /** Makes room for `count` runs, which the caller then writes whole. What the buffer held is lost when it is replaced. */
  makeRoom(count: number): void {
    const capacity = this.bytes.length / RUN_BYTES;
    // A space that breathes should not allocate in every window, nor take over 20 bytes a run.
    if (!fits(capacity, count)) {
      const spare = spares.findIndex(({ length }) => fits(length / RUN_BYTES, count));
      const [bytes = new Uint8Array(wholeCapacity(count + (count >> 5)) * RUN_BYTES)] =
        spare < 0 ? [] : spares.splice(spare, 1);
      if (this.bytes.length > 0 && this.bytes.length <= SPARE_BYTES && spares.push(this.bytes) > SPARES) spares.shift();
      this.bytes = bytes;
    }
    this.count = count;
  }
}

/** Buffers given back, for the next that ask: left to the garbage collector they would wait, tens of megabytes of them. */
const spares: Uint8Array[] = [];
const SPARES = 32;
/** Larger ones are left to it. */
const SPARE_BYTES = 2 ** 20;

function fits(capacity: number, count: number): boolean {
  return capacity >= count && capacity <= count + (count >> 4) + SPARE_RUNS;
}

const NO_BYTES = new Uint8Array(0);

/** Views of the buffers asked for last: a pass after the other asks for the same, and ten views cost half a microsecond. */
const views: RunTable[] = [];
const MOST_VIEWED = 16;
let oldest = 0;

function viewed(bytes: Uint8Array): RunTable {
  for (let i = 0; i < views.length; i++) {
    const table = views[i] as RunTable;
    if (table.bytes === bytes) return table;
  }
  const table = viewRuns(bytes, 0);
  views[oldest] = table;
  oldest = (oldest + 1) % MOST_VIEWED;
  return table;
}

/** Capacity above the need by a sixteenth and more than this is given back. */
const SPARE_RUNS = 16;

/** Makes the space's runs those of `table`. */
export function replaceRuns(space: SpaceHeat, table: RunTable): void {
  space.makeRoom(table.count);
  copyRuns(table, space.runs);
}

/** How looks are merged. */
export interface HeatParameters {
  /** Observed time after which a look weighs half as much, seconds; more smooths, less follows faster. */
  readonly halfLifeSeconds: number;
  /** How long moves are remembered, seconds: at least the longest residence time of a policy that may be used. */
  readonly markKeepSeconds: number;
  /** How finely neighbours are told apart. */
  readonly resolution: Resolution;
  /** Runs allowed in one space, RUN_BYTES each. Above, neighbours are told apart less finely, bit by bit. */
  readonly maxRuns: number;
}

/** Buckets of 1/64 of heat and an eighth of age. */
export const DEFAULT_RESOLUTION: Resolution = { heatBits: 6, ageBits: 3 };

export const EXACT_RESOLUTION = EXACT;

/** 17 MiB a space. A tracker of regions makes a few thousand runs, one of single pages rarely a hundred thousand. */
export const DEFAULT_MAX_RUNS = 1 << 20;

export function createSpaceHeat(): SpaceHeat {
  return new SpaceHeat();
}
