import type { RangeColumns } from './columns.js';
import type { Mark } from './marks.js';
import { type Lesson, paint } from './paint.js';
import type { SpaceHeat } from './space.js';

/**
 * An outcome's moved sub-runs: the pages are on `toNode` now and were moved at `atUnixMs`. Pages not known are left out.
 * Pages that a plan had moved less than `pingPongWindowMs` before went to and fro: they are held for as long again.
 *
 * @param runs indices of the space's runs that the ranges are, one each, where somebody knows
 * @returns how many pages went to and fro
 */
export function recordMoved(
  space: SpaceHeat,
  ranges: RangeColumns,
  toNode: number,
  atUnixMs: number,
  pingPongWindowMs = 0,
  runs?: Uint32Array,
): number {
  const lesson: Lesson = {
    node: toNode,
    mark: (old) => {
      const isPingPong = wentBack(old, atUnixMs, pingPongWindowMs);
      const heldUntilUnixMs = isPingPong ? atUnixMs + pingPongWindowMs : 0;
      return { nodeAtUnixMs: atUnixMs, movedAtUnixMs: atUnixMs, heldUntilUnixMs, holdMs: 0 };
    },
    counts: (old) => wentBack(old, atUnixMs, pingPongWindowMs),
  };
  return paint(space, ranges, lesson, runs);
}

function wentBack(old: Mark, atUnixMs: number, windowMs: number): boolean {
  // Outcomes of one plan come part by part and may tell of a page again: what was moved at that very time did not go back.
  return old.movedAtUnixMs > 0 && old.movedAtUnixMs < atUnixMs && atUnixMs - old.movedAtUnixMs < windowMs;
}

/** An outcome's sub-runs that were there already: the pages are on `node`, and nothing moved them. */
export function recordFound(space: SpaceHeat, ranges: RangeColumns, node: number, atUnixMs: number): void {
  paint(space, ranges, { node, mark: (old) => ({ ...old, nodeAtUnixMs: Math.max(old.nodeAtUnixMs, atUnixMs) }) });
}

/** An outcome's failed, skipped or unknown sub-runs: not planned again before `untilUnixMs`. */
export function recordFailed(space: SpaceHeat, ranges: RangeColumns, untilUnixMs: number): void {
  paint(space, ranges, {
    node: undefined,
    mark: (old) => ({ ...old, heldUntilUnixMs: Math.max(old.heldUntilUnixMs, untilUnixMs) }),
  });
}

/** A hold that doubles with each failure that comes while the last is remembered: as long after its end as it was itself. */
export interface GrowingHold {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** An outcome's failed sub-runs: not planned again before the end of a hold that grows from failure to failure. */
export function recordFailedAgain(space: SpaceHeat, ranges: RangeColumns, atUnixMs: number, hold: GrowingHold): void {
  paint(space, ranges, {
    node: undefined,
    mark: (old) => {
      const isRepeated = old.holdMs > 0 && atUnixMs <= old.heldUntilUnixMs + old.holdMs;
      const holdMs = isRepeated ? Math.min(2 * old.holdMs, hold.mostMs) : hold.firstMs;
      return { ...old, heldUntilUnixMs: Math.max(old.heldUntilUnixMs, atUnixMs + holdMs), holdMs };
    },
  });
}
