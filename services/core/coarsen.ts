import { RUN_BYTES, wholeCapacity } from './columns.js';
import { engine, memoryTo } from './engine.js';
import { RUN_MAX_PAGES } from './quantities.js';
import type { Resolution } from './runWriter.js';
import type { HeatParameters, SpaceHeat } from './space.js';

/** A table in the engine's memory. */
export interface EngineTable {
  readonly at: number;
  readonly capacity: number;
  readonly count: number;
}

/** A resolution, and how long a run may be that neighbours make whether they are alike or not; 0: none. */
interface Blurred extends Resolution {
  readonly blurPages: number;
}

/** Blurs double from two pages on; the last is as long as a run can be. */
const BLURS = Math.ceil(Math.log2(RUN_MAX_PAGES));

/**
 * The resolution of `parameters`, coarser by so many steps. First a bit of heat and of age each, down to no heat, some, and
 * much, and ages by octave; then neighbours join up to so many pages, whatever their heat and age.
 */
export function resolutionOf({ resolution }: HeatParameters, steps: number): Blurred {
  const { heatBits, ageBits } = resolution;
  const blurs = steps - stepsOfBits(resolution);
  return {
    heatBits: Math.max(1, heatBits - steps),
    ageBits: Math.max(0, ageBits - steps),
    blurPages: blurs > 0 ? Math.min(2 ** blurs, RUN_MAX_PAGES) : 0,
  };
}

function stepsOfBits({ heatBits, ageBits }: Resolution): number {
  return Math.max(heatBits - 1, ageBits);
}

/** Writes a table anew at `at`, neighbours that are alike as one run. */
export function joinedAt(at: number, capacity: number, table: EngineTable, resolution: Blurred): EngineTable {
  const { heatBits, ageBits, blurPages } = resolution;
  return {
    at,
    capacity,
    count: engine.join(table.at, table.capacity, table.count, at, capacity, heatBits, ageBits, blurPages),
  };
}

/**
 * Joins neighbours more coarsely until the runs are within what is allowed, and leaves the space so for its next looks; once
 * they take less than half of it, the next looks are told apart more finely again. What can't be joined at all (gaps, nodes,
 * kinds, moves) stays, and may be more than is allowed. Costs a pass a step, when the coarseness changes. Writes behind
 * `table` in the engine's memory.
 */
export function withinLimit(space: SpaceHeat, table: EngineTable, parameters: HeatParameters): EngineTable {
  const { resolution, maxRuns } = parameters;
  const coarsest = stepsOfBits(resolution) + BLURS;
  if (table.count * 2 < maxRuns && space.coarseness > 0) space.coarseness--;
  let within = table;
  while (within.count > maxRuns && space.coarseness < coarsest) {
    const capacity = wholeCapacity(within.count);
    const at = within.at + within.capacity * RUN_BYTES;
    memoryTo(at + capacity * RUN_BYTES);
    within = joinedAt(at, capacity, within, resolutionOf(parameters, ++space.coarseness));
  }
  return within;
}
