import { resolutionOf, withinLimit } from './coarsen.js';
import { replaceRuns } from './columns.js';
import type { Look } from './look.js';
import { expireMarks } from './marks.js';
import {
  AGE_MAX_SECONDS,
  HEAT_OF_EVIDENCE,
  NODE_UNKNOWN,
  PAGE_KIND_UNSPECIFIED,
  STALE_MAX_TICKS,
  STALE_TICK_MS,
} from './quantities.js';
import { RunWriter } from './runWriter.js';
import type { HeatParameters, SpaceHeat } from './space.js';

/** Reused from merge to merge; nothing outside of one call refers to it. */
const merged = new RunWriter();

/**
 * Merges one look into a space, in one pass over the sorted runs of both and the coverage.
 *
 * - Heat is the exponentially decayed share of looks: heat' = e + (heat - e) * 2^(-window / halfLife), truncated towards e,
 *   so that it gets there. The first look at a page gives it e.
 * - Covered and seen: age 0. Covered and not seen: age + window. Not covered: heat and age as they were, staleness grows.
 * - Covered and no longer resident: the pages leave. Resident but not covered: nothing is known, nothing is done.
 * - The look's node counts where it was read after the last outcome for those pages; its kind, where it was read at all.
 * - The first page-granular look after coarser ones starts the heat anew, for coarse heat must not become a ground to move.
 *
 * Returns 'late', and does nothing, when the window ended before the latest one merged. Parts of one window may come in any
 * order. Costs O(runs + look runs + coverage ranges), measured (test/bench/core.ts) at 30 to 60 ns a
 * run of the larger side.
 */
export function mergeLook(space: SpaceHeat, look: Look, parameters: HeatParameters): 'merged' | 'late' {
  if (look.endUnixMs < space.lastWindowEndUnixMs) return 'late';
  const staleStep = advance(space, look);
  const ageStep = space.windowAgeStep;
  const anew = look.pageGranular && !space.pageGranular;
  const keep = 2 ** (-look.windowSeconds / parameters.halfLifeSeconds);
  const remap = expireMarks(space.marks, look.endUnixMs, parameters.markKeepSeconds);
  const nodeIds = nodeTable(look.nodes);
  const takesNode = residencyTable(space, look.residencyUnixMs);
  const takesKind = look.residencyUnixMs > 0;

  const { startPage: mStarts, pages: mPages, heat, age, node, kind, mark, stale, count: mCount } = space.runs;
  const { startPage: lStarts, pages: lPages, evidence, node: lNode, kind: lKind } = look.runs;
  const { startPage: cStarts, pages: cPages } = look.coverage;
  const lCount = lStarts.length;
  const cCount = cStarts.length;
  let m = 0;
  let l = 0;
  let c = 0;
  let mStart = mCount > 0 ? (mStarts[0] as number) : Infinity;
  let mEnd = mCount > 0 ? mStart + (mPages[0] as number) : Infinity;
  let lStart = lCount > 0 ? (lStarts[0] as number) : Infinity;
  let lEnd = lCount > 0 ? lStart + (lPages[0] as number) : Infinity;
  let cStart = cCount > 0 ? (cStarts[0] as number) : Infinity;
  let cEnd = cCount > 0 ? cStart + (cPages[0] as number) : Infinity;
  let page = 0;

  merged.begin(resolutionOf(space, parameters));
  // Each turn treats one piece: the pages from `page` up to the next border of a run or range of any of the three.
  while (m < mCount || l < lCount) {
    page = Math.max(page, Math.min(mStart, lStart));
    while (cEnd <= page) {
      c++;
      cStart = c < cCount ? (cStarts[c] as number) : Infinity;
      cEnd = c < cCount ? cStart + (cPages[c] as number) : Infinity;
    }
    const inModel = mStart <= page;
    const inLook = lStart <= page;
    const covered = cStart <= page;
    const end = Math.min(inModel ? mEnd : mStart, inLook ? lEnd : lStart, covered ? cEnd : cStart);
    if (covered && inLook) {
      const seen = evidence[l] as number;
      const target = seen * HEAT_OF_EVIDENCE;
      const read = nodeIds[lNode[l] as number] as number;
      if (inModel) {
        const oldMark = mark[m] as number;
        const oldAge = anew ? 0 : (age[m] as number);
        merged.append(
          page,
          end - page,
          anew ? target : target + ((((heat[m] as number) - target) * keep) | 0),
          seen > 0 ? 0 : Math.min(AGE_MAX_SECONDS, oldAge + ageStep),
          read !== NODE_UNKNOWN && takesNode[oldMark] === 1 ? read : (node[m] as number),
          takesKind ? (lKind[l] as number) : (kind[m] as number),
          remap[oldMark] as number,
          0,
        );
      } else {
        const newAge = seen > 0 ? 0 : Math.min(AGE_MAX_SECONDS, ageStep);
        const newKind = takesKind ? (lKind[l] as number) : PAGE_KIND_UNSPECIFIED;
        merged.append(page, end - page, target, newAge, takesKind ? read : NODE_UNKNOWN, newKind, 0, 0);
      }
    } else if (!covered && inModel) {
      const oldStale = stale[m] as number;
      merged.append(
        page,
        end - page,
        anew ? 0 : (heat[m] as number),
        anew ? 0 : (age[m] as number),
        node[m] as number,
        kind[m] as number,
        remap[mark[m] as number] as number,
        // From the first window without a look on it is an upper bound: a tick begun counts as a whole one.
        Math.min(STALE_MAX_TICKS, oldStale + staleStep + (oldStale === 0 ? 1 : 0)),
      );
    }
    page = end;
    if (mEnd <= page) {
      m++;
      mStart = m < mCount ? (mStarts[m] as number) : Infinity;
      mEnd = m < mCount ? mStart + (mPages[m] as number) : Infinity;
    }
    if (lEnd <= page) {
      l++;
      lStart = l < lCount ? (lStarts[l] as number) : Infinity;
      lEnd = l < lCount ? lStart + (lPages[l] as number) : Infinity;
    }
  }
  replaceRuns(space.runs, withinLimit(space, merged.table, parameters));
  space.pageGranular = look.pageGranular;
  return 'merged';
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

/** Column entry → node id. An index beyond the list, and an id that does not fit the column, are unknown nodes. */
function nodeTable(nodes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256).fill(NODE_UNKNOWN);
  nodes.forEach((id, index) => {
    if (index < NODE_UNKNOWN && id < NODE_UNKNOWN) table[index] = id;
  });
  return table;
}

/** Mark → whether a node read at `residencyUnixMs` is news to pages that carry it. */
function residencyTable(space: SpaceHeat, residencyUnixMs: number): Uint8Array {
  const { nodeAtUnixMs } = space.marks;
  const table = new Uint8Array(256);
  for (let mark = 0; mark < 256; mark++) table[mark] = residencyUnixMs > (nodeAtUnixMs[mark] as number) ? 1 : 0;
  return table;
}
