import type { RunTable } from './columns.js';
import { type Resolution, RunWriter } from './runWriter.js';
import type { HeatParameters, SpaceHeat } from './space.js';

/** Reused from pass to pass; nothing outside of one call but its caller refers to it. */
const writers = [new RunWriter(), new RunWriter()] as const;

/** The resolution that a space is kept in at present. The coarsest tells no heat, some, and much, and ages by octave. */
export function resolutionOf(space: SpaceHeat, parameters: HeatParameters): Resolution {
  return coarser(parameters.resolution, space.coarseness);
}

function coarser({ heatBits, ageBits }: Resolution, bits: number): Resolution {
  return { heatBits: Math.max(1, heatBits - bits), ageBits: Math.max(0, ageBits - bits) };
}

/**
 * Joins neighbours more coarsely until the runs are within what is allowed, and leaves the space so for its next looks; once
 * they take less than half of it, the next looks are told apart more finely again. What can't be joined at all (gaps, nodes,
 * kinds, moves) stays, and may be more than is allowed. Costs a pass, 10 ns a run, when the coarseness changes.
 */
export function withinLimit(space: SpaceHeat, runs: RunTable, parameters: HeatParameters): RunTable {
  const { resolution, maxRuns } = parameters;
  const coarsest = Math.max(resolution.heatBits - 1, resolution.ageBits);
  if (runs.count * 2 < maxRuns && space.coarseness > 0) space.coarseness--;
  let table = runs;
  for (let turn = 0; table.count > maxRuns && space.coarseness < coarsest; turn++) {
    space.coarseness++;
    const writer = writers[turn % 2 === 0 ? 0 : 1];
    writer.begin(resolutionOf(space, parameters));
    const { startPage, pages, heat, age, node, kind, mark, stale, count } = table;
    for (let i = 0; i < count; i++) {
      writer.append(
        startPage[i] as number,
        pages[i] as number,
        heat[i] as number,
        age[i] as number,
        node[i] as number,
        kind[i] as number,
        mark[i] as number,
        stale[i] as number,
      );
    }
    table = writer.table;
  }
  return table;
}
