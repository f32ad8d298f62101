import { pagesOf, type RangeColumns, startOf } from './columns.js';
import { NODE_UNKNOWN } from './quantities.js';
import type { SpaceHeat } from './space.js';

/** Pages sorted by what the heat of their space knows of them. */
export interface StillThere {
  /** On the node, or on one that is not known. */
  readonly there: RangeColumns;
  /** Pages seen on another node. */
  readonly elsewhere: number;
  /** Pages that a look since then did not find resident. */
  readonly freed: number;
}

/** Which of the pages that were on `node` at `sinceUnixMs`, by the host's clock, are there still, as far as looks and outcomes tell. */
export function stillThere(space: SpaceHeat, ranges: RangeColumns, node: number, sinceUnixMs: number): StillThere {
  const table = space.runs;
  const wasLookedAt = space.lastWindowEndUnixMs > sinceUnixMs;
  const startPage: number[] = [];
  const pages: number[] = [];
  let elsewhere = 0;
  let freed = 0;
  const keep = (from: number, to: number): void => {
    const last = pages.length - 1;
    if (last >= 0 && (startPage[last] as number) + (pages[last] as number) === from) {
      pages[last] = (pages[last] as number) + to - from;
    } else if (to > from) {
      startPage.push(from);
      pages.push(to - from);
    }
  };
  const absent = (from: number, to: number): void => {
    if (wasLookedAt) freed += Math.max(0, to - from);
    else keep(from, to);
  };
  let run = 0;
  for (let i = 0; i < ranges.startPage.length; i++) {
    let at = ranges.startPage[i] as number;
    const end = at + (ranges.pages[i] as number);
    while (run < table.count && startOf(table, run) + pagesOf(table, run) <= at) run++;
    for (let r = run; r < table.count && startOf(table, r) < end; r++) {
      const from = Math.max(at, startOf(table, r));
      const to = Math.min(end, startOf(table, r) + pagesOf(table, r));
      absent(at, from);
      const on = table.node[r] as number;
      if (on === node || on === NODE_UNKNOWN) keep(from, to);
      else elsewhere += to - from;
      at = to;
    }
    absent(at, end);
  }
  return { there: { startPage: Float64Array.from(startPage), pages: Float64Array.from(pages) }, elsewhere, freed };
}
