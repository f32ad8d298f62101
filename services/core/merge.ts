import { type EngineTable, joinedAt, resolutionOf, withinLimit } from './coarsen.js';
import { RUN_BYTES, wholeCapacity } from './columns.js';
import { aligned, engine, memoryTo, placeLook, placeRanges, scratch, TABLES } from './engine.js';
import type { DecodedRuns, Look } from './look.js';
import { expireMarks } from './marks.js';
import { NODE_UNKNOWN, RUN_MAX_PAGES, STALE_TICK_MS } from './quantities.js';
import type { HeatParameters, SpaceHeat } from './space.js';

/**
 * Merges one look into a space, in one pass over the sorted runs of both and the coverage.
 *
 * - Heat is the exponentially decayed share of looks: heat' = e + (heat - e) * 2^(-window / halfLife), truncated towards e,
 *   so that it gets there. The first look at a page gives it e.
 * - Covered and seen: age 0. Covered and not seen: age + window. Not covered: heat and age as they were, staleness grows.
 * - Covered and no longer resident: the pages leave. Resident but not covered: nothing is known, nothing is done.
 * - The look's node counts where it was read after the last outcome for those pages; its kind, where it was read at all.
 * - `seen` moves up by one look and takes whether this one saw the run.
 * - The first page-granular look after coarser ones starts the heat anew, for coarse heat must not become a ground to move.
 *
 * Returns 'late', and does nothing, when the window ended before the latest one merged. Parts of one window may come in any
 * order. Costs O(runs + look runs + coverage ranges); docs/decisions/0007
 * says how much. The loops themselves are services/core/engine.
 */
export function mergeLook(space: SpaceHeat, look: Look, parameters: HeatParameters): 'merged' | 'late' {
  if (look.endUnixMs < space.lastWindowEndUnixMs) return 'late';
  const staged = stage(space, look);
  const staleStep = beginMerge(space, look, parameters);
  mergeStaged(space, look, parameters, staged, staleStep);
  return 'merged';
}

/** Moves the space's clocks on and lays out the tables of its merge; returns the ticks of staleness that passed. */
export function beginMerge(space: SpaceHeat, look: Look, parameters: HeatParameters): number {
  const staleStep = advance(space, look);
  fillTables(space, look, parameters);
  return staleStep;
}

/** The merge itself, of a look that was staged. */
export function mergeStaged(
  space: SpaceHeat,
  look: Look,
  parameters: HeatParameters,
  staged: Staged,
  staleStep: number,
): void {
  const count = engine.merge(
    staged.model,
    space.bytes.length / RUN_BYTES,
    space.count,
    staged.look.decodedAt,
    staged.look.count,
    staged.coverage,
    look.coverage.startPage.length,
    staged.out,
    staged.outCapacity,
    TABLES,
    keptOf(look, parameters),
    space.windowAgeStep,
    staleStep,
    look.pageGranular && !space.pageGranular,
    look.residencyUnixMs > 0,
  );
  keep(space, { at: staged.out, capacity: staged.outCapacity, count }, parameters, staged.model);
  space.pageGranular = look.pageGranular;
}

/** Share of a heat that is left after a look's window. */
export function keptOf({ windowSeconds }: Look, { halfLifeSeconds }: HeatParameters): number {
  return 2 ** (-windowSeconds / halfLifeSeconds);
}

/** Addresses of what a merge reads and writes. */
interface Staged {
  readonly model: number;
  readonly look: DecodedRuns;
  readonly coverage: number;
  readonly out: number;
  readonly outCapacity: number;
}

/** Lays out the engine's memory for a merge. Nothing is changed before this has succeeded. */
export function stage(space: SpaceHeat, look: Look): Staged {
  const model = scratch();
  const lookAt = aligned(model + space.bytes.length);
  const placed = placeLook(look.runs, lookAt);
  const coverage = placed.decodedAt === lookAt ? aligned(lookAt + 19 * placed.count) : lookAt;
  const ranges = look.coverage.startPage.length;
  placeRanges(look.coverage, coverage);
  // What was merged is copied back over the model where it fits, so leave room for as much before the output.
  const likely = Math.max(space.count, placed.count);
  const out = Math.max(coverage + 16 * ranges, model + wholeCapacity(likely + (likely >> 2)) * RUN_BYTES);
  // A piece ends at a border of a run or range, or is cut because it is longer than a run can be.
  const pieces = 2 * (space.count + placed.count + ranges) + Math.ceil(placed.totalPages / RUN_MAX_PAGES);
  const outCapacity = wholeCapacity(pieces);
  memoryTo(out + outCapacity * RUN_BYTES).set(space.bytes, model);
  return { model, look: placed, coverage, out, outCapacity };
}

function fillTables(space: SpaceHeat, look: Look, parameters: HeatParameters): void {
  const memory = memoryTo(TABLES + 768);
  nodeTable(look.nodes, memory.subarray(TABLES, TABLES + 256));
  residencyTable(space, look.residencyUnixMs, memory.subarray(TABLES + 256, TABLES + 512));
  expireMarks(space.marks, look.endUnixMs, parameters.markKeepSeconds, memory.subarray(TABLES + 512, TABLES + 768));
}

/**
 * Joins pieces that are alike and copies them into the space. What lies in the engine's memory from `spare` up to the pieces is
 * no longer needed.
 */
function keep(space: SpaceHeat, pieces: EngineTable, parameters: HeatParameters, spare: number): void {
  // As a rule hardly any are joined, so that this is the capacity the space has in the end.
  const capacity = space.capacityFor(pieces.count);
  const roomy = spare + capacity * RUN_BYTES <= pieces.at;
  const at = roomy ? spare : pieces.at + pieces.capacity * RUN_BYTES;
  memoryTo(at + capacity * RUN_BYTES);
  const joined = withinLimit(
    space,
    joinedAt(at, capacity, pieces, resolutionOf(parameters, space.coarseness)),
    parameters,
  );
  space.makeRoom(joined.count);
  const own = space.bytes.length / RUN_BYTES;
  let packed = joined.at;
  if (own !== joined.capacity) {
    packed += joined.capacity * RUN_BYTES;
    memoryTo(packed + own * RUN_BYTES);
    engine.relayout(joined.at, joined.capacity, packed, own, joined.count);
  }
  space.bytes.set(memoryTo(packed).subarray(packed, packed + own * RUN_BYTES));
}

/** Moves the space's clocks on to the look's window, once a window; returns the ticks of staleness that passed. */
function advance(space: SpaceHeat, look: Look): number {
  const last = space.lastWindowEndUnixMs;
  if (look.endUnixMs === last) return 0;
  const observed = space.observedSeconds + look.windowSeconds;
  space.windowAgeStep = Math.floor(observed) - Math.floor(space.observedSeconds);
  space.observedSeconds = observed;
  space.lastWindowEndUnixMs = look.endUnixMs;
  return Math.floor(look.endUnixMs / STALE_TICK_MS) - Math.floor(last / STALE_TICK_MS);
}

/** The list that the engine's table is of: looks of one batch share theirs. */
let placedNodes: readonly number[] | undefined;

/** Column entry → node id. An index beyond the list, and an id that does not fit the column, are unknown nodes. */
function nodeTable(nodes: readonly number[], table: Uint8Array): void {
  if (nodes === placedNodes) return;
  placedNodes = nodes;
  table.fill(NODE_UNKNOWN);
  for (let i = 0; i < nodes.length && i < NODE_UNKNOWN; i++) {
    const id = nodes[i] as number;
    if (id < NODE_UNKNOWN) table[i] = id;
  }
}

/** Mark → whether a node read at `residencyUnixMs` is news to pages that carry it. */
function residencyTable(space: SpaceHeat, residencyUnixMs: number, table: Uint8Array): void {
  const { nodeAtUnixMs } = space.marks;
  for (let i = 0; i < nodeAtUnixMs.length; i++) table[i] = residencyUnixMs > (nodeAtUnixMs[i] as number) ? 1 : 0;
}
