import { RUN_BYTES, wholeCapacity } from './columns.js';
import { engine, memoryTo } from './engine.js';
import type { HeatParameters, SpaceHeat } from './space.js';

/** A table in the engine's memory. */
export interface EngineTable {
  readonly at: number;
  readonly capacity: number;
  readonly count: number;
}

/**
 * Joins neighbours more coarsely until the runs are within what is allowed, and leaves the space so for its next looks; once
 * they take less than half of it, the next looks are told apart more finely again. The coarsest tells no heat, some, and much,
 * and ages by octave. What can't be joined at all (gaps, nodes, kinds, moves) stays, and may be more than is allowed. Costs a
 * pass when the coarseness changes. Writes behind `table` in the engine's memory.
 */
export function withinLimit(space: SpaceHeat, table: EngineTable, parameters: HeatParameters): EngineTable {
  const { resolution, maxRuns } = parameters;
  const { heatBits, ageBits } = resolution;
  const coarsest = Math.max(heatBits - 1, ageBits);
  if (table.count * 2 < maxRuns && space.coarseness > 0) space.coarseness--;
  let within = table;
  while (within.count > maxRuns && space.coarseness < coarsest) {
    const bits = ++space.coarseness;
    const capacity = wholeCapacity(within.count);
    const at = within.at + within.capacity * RUN_BYTES;
    memoryTo(at + capacity * RUN_BYTES);
    const [heat, age] = [Math.max(1, heatBits - bits), Math.max(0, ageBits - bits)];
    const count = engine.rejoin(within.at, within.capacity, within.count, at, capacity, heat, age);
    within = { at, capacity, count };
  }
  return within;
}
