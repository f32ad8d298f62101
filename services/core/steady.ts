/**
 * Looks with the very borders of the look before, as a space's looks have most of the time. Where somebody has already found out
 * that a space's runs have the borders of its look, a merge need not look at borders again, and the columns that it leaves in the
 * engine's memory can be planned from without being copied there once more. Replays of access batches go this way.
 */
import { resolutionOf } from './coarsen.js';
import { RUN_BYTES } from './columns.js';
import { engine, memoryTo, placed, reserve, TABLES } from './engine.js';
import type { DecodedRuns, Look } from './look.js';
import { beginMerge, keptOf, mergeStaged, stage } from './merge.js';
import { AGE_MAX_SECONDS } from './quantities.js';
import type { HeatParameters, SpaceHeat } from './space.js';

/** A look decoded in the engine's memory, of a space whose runs have its borders. */
export interface SteadyLook extends Look {
  readonly runs: DecodedRuns;
  /** Where its Linux node ids are in the engine's memory. */
  readonly nodesAt: number;
  /** Where it says by run whether the next begins at its end (255); 0 where none does. */
  readonly touchingAt: number;
}

/** Columns of a space in the engine's memory, until the next batch is read. */
export interface PlacedTraits {
  /** As of the whole table; starts and pages are not there. */
  readonly at: number;
  readonly capacity: number;
}

/** Bytes of the columns but for starts and pages. */
const TRAIT_BYTES = RUN_BYTES - 8;

/** Whether a space's runs have the borders of a look. */
export function hasBorders(space: SpaceHeat, { count, decodedAt }: DecodedRuns): boolean {
  if (space.count !== count) return false;
  const at = placed();
  memoryTo(at + 8 * count).set(space.bytes.subarray(0, 8 * count), at);
  return engine.sameBorders(at, count, decodedAt) !== 0;
}

/** Whether runs that have a look's borders can be merged with it without looking at borders. */
export function isSteady(space: SpaceHeat, look: Look, { maxRuns }: HeatParameters): boolean {
  const isAnew = look.pageGranular && !space.pageGranular;
  return !isAnew && space.coarseness === 0 && space.count <= maxRuns && look.windowSeconds < AGE_MAX_SECONDS;
}

/**
 * What mergeLook does, for a look that isSteady. Returns where the columns are now; undefined where runs were joined, so that
 * borders have changed.
 */
export function mergeSteady(
  space: SpaceHeat,
  look: SteadyLook,
  parameters: HeatParameters,
): PlacedTraits | 'late' | undefined {
  if (look.endUnixMs < space.lastWindowEndUnixMs) return 'late';
  const { decodedAt, count } = look.runs;
  const capacity = space.bytes.length / RUN_BYTES;
  const to = reserve(TRAIT_BYTES * capacity);
  const from = placed();
  const memory = memoryTo(from + TRAIT_BYTES * capacity);
  memory.set(space.bytes.subarray(8 * capacity), from);
  const staleStep = beginMerge(space, look, parameters);
  const { heatBits, ageBits } = resolutionOf(parameters, 0);
  const isMerged = engine.mergeSteady(
    from,
    capacity,
    count,
    decodedAt + 16 * count,
    look.nodesAt,
    decodedAt + 18 * count,
    TABLES,
    look.touchingAt,
    to,
    keptOf(look, parameters),
    space.windowAgeStep,
    look.residencyUnixMs > 0,
    heatBits,
    ageBits,
  );
  if (isMerged === 0) {
    memory.copyWithin(decodedAt + 17 * count, look.nodesAt, look.nodesAt + count);
    mergeStaged(space, look, parameters, stage(space, look), staleStep);
    return undefined;
  }
  space.bytes.set(memory.subarray(to, to + TRAIT_BYTES * capacity), 8 * capacity);
  space.pageGranular = look.pageGranular;
  return { at: to - 8 * capacity, capacity };
}

/** Brings columns that were placed up to what the space is now; false where they no longer have the same room. */
export function placeAgain(space: SpaceHeat, { at, capacity }: PlacedTraits): boolean {
  if (space.bytes.length !== RUN_BYTES * capacity) return false;
  memoryTo(at).set(space.bytes.subarray(8 * capacity), at + 8 * capacity);
  return true;
}
