/** What is asked of Linux about page frames: not part of the kernel port, for only one mover needs it. */

import type { KernelError } from './errno.js';

/** Ranges of page frames to be migrated by DAMON. */
export interface FrameMigration {
  /** Ascending, apart from each other. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly toNode: number;
  /** Which of the two actions: DAMON takes what is cold, or what is hot, first. */
  readonly action: 'migrate_cold' | 'migrate_hot';
}

/** Bytes, of the scheme's own statistics. */
export interface FramesMigrated {
  /** Handed to the action: less than the ranges when it was given up, more when a part was tried again before it was off. */
  readonly tried: number;
  /** Really migrated, frames that came into use anew between two tries included. */
  readonly applied: number;
  /** What ended it once it was on, or kept it from ending: which of the frames moved is not known then, nor how many. */
  readonly cutOff?: KernelError;
}

/** Page frames of this machine, and their migration by DAMON (DAMOS migrate_hot and migrate_cold [6.11]). */
export interface FramePort {
  /** First frame of a node; undefined for a node that has none. */
  firstOf(node: number): number | undefined;
  /** Node of each frame; -1 for one that is of none. */
  nodes(frames: Float64Array): Int32Array;
  /** 1 for each frame that holds a page of an LRU list. Frames ascending. Throws a KernelError. */
  listed(frames: Float64Array): Uint8Array;
  /** Stages a migration and never switches it on. Throws the KernelError that a migration would meet. */
  rehearse(wanted: FrameMigration): Promise<void>;
  /**
   * Throws a KernelError while no frame can have moved: EBUSY when DAMON is someone else's, ENOSPC when all slots are in use,
   * ENOTSUP.
   */
  migrate(wanted: FrameMigration): Promise<FramesMigrated>;
}
