import type { ProcessFacts } from '../kernel/port.js';

/** What one tracker saw of one process since the look before: ascending, disjoint ranges in columns of equal length. */
export interface Sighting {
  readonly startPage: Float64Array;
  readonly pages: Float64Array;
  /** Share of looks that saw the range accessed: 0 never, 255 every look. */
  readonly evidence: Uint8Array;
  /** Looks taken at each page, or at the page that stands for its range. */
  readonly looks: number;
}

/** Whether a tracker works on this kernel. */
export interface Probe {
  readonly works: boolean;
  /** What stands in the way, as one sentence. */
  readonly reason?: string;
}

/** One way to see which pages are accessed. A new tracker is a new file that implements this, and a line in trackers.ts. */
export interface Tracker {
  readonly name: string;
  /** False when a look says only that something in a mapping was accessed: never alone a ground for a move. */
  readonly pageGranular: boolean;
  /** Processes it can follow at once. */
  readonly capacity: number;
  probe(): Probe;
  /** Follows exactly these processes from now on. */
  follow(targets: readonly ProcessFacts[]): Promise<void>;
  /** By pid, what was seen since the last look; processes first seen or already gone are left out. */
  look(): Promise<ReadonlyMap<number, Sighting>>;
  /** CPU seconds of kernel threads that work for this tracker. */
  kernelCpuSeconds(): number | undefined;
  stop(): Promise<void>;
}
