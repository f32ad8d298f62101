import type { ByNode } from '../../workload/reports.js';

/** The guest's nodes: 0 is the one with CPUs (see deploy/lab). */
export const FAST_NODE = 0;
export const SLOW_NODE = 1;

/** Who moves pages in the guest. `none`: nobody. */
export const SYSTEMS = ['thermocline', 'numa-balancing', 'damos', 'none'] as const;
export type System = (typeof SYSTEMS)[number];

/** What the guest is to do, handed to it as one JSON argument. */
export interface GuestTask {
  readonly system: System;
  readonly runDir: string;
  /** The workload starts once somebody listens on each. */
  readonly waitFor: readonly string[];
  readonly workload: string;
  readonly hotIntervalUs: number;
  /** A hot set to be placed again and again, or a cgroup that is to stay below its ceiling. */
  readonly scene: PlaceScene | CeilingScene;
}

export interface PlaceScene {
  readonly kind: 'place';
  /** Footprint over MemTotal of node 0, and the hot set's share of the footprint. */
  readonly footprint: number;
  readonly hotShare: number;
  readonly shifts: number;
  /** A phase ends so long after its hot set is placed, so that moves beyond what was needed are counted as well. */
  readonly settleSeconds: number;
  /** And after so long in any case. */
  readonly phaseSeconds: number;
}

export interface CeilingScene {
  readonly kind: 'ceiling';
  /** The tenant's memory, all of it touched again and again. */
  readonly tenantMib: number;
  readonly neighbourMib: number;
  readonly neighbourMibPerSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** Pages since boot, from /proc/vmstat. */
export interface Moved {
  /** pgmigrate_success: every page that any of the systems moved. */
  readonly migrated: number;
  readonly promoted: number;
  readonly demoted: number;
}

export type GuestLine =
  | { readonly event: 'sizes'; readonly fastMib: number; readonly hotPages: number; readonly coldPages: number }
  | { readonly event: 'ready'; readonly uptimeSeconds: number }
  | HotLine
  | { readonly event: 'fast'; readonly second: number; readonly bytes: number; readonly slowBytes: number }
  | { readonly event: 'failed'; readonly message: string }
  | { readonly event: 'end' };

/** Cgroup of the scene with a ceiling, below the root. */
export const TENANT = 'tenant';

/** Where the hot set is at `t` (seconds since the workload's start), and what was moved until then. */
export interface HotLine {
  readonly event: 'hot';
  readonly t: number;
  readonly phase: number;
  readonly hotPages: number;
  readonly hotByNode: ByNode;
  readonly moved: Moved;
}
