import type { RangeColumns } from './columns.js';
import type { Direction } from './draft.js';

/** A plan that was sent to the host, as far as it bears on the next one. */
export interface OutstandingPlan {
  /** The plan is void from then on, Unix ms. */
  readonly expiresUnixMs: number;
  /** When its last outcome came, by the host's clock, Unix ms; undefined while it is not finished. */
  readonly finishedUnixMs?: number | undefined;
  readonly groups: readonly OutstandingGroup[];
}

export interface OutstandingGroup {
  readonly spaceKey: string;
  readonly direction: Direction;
  readonly fromNode: number;
  readonly toNode: number;
  readonly ranges: RangeColumns;
  /** Pages of it that outcomes told of, whatever became of them; they no longer wait. 0 when absent. */
  readonly reportedPages?: number | undefined;
}

/** What earlier plans leave to the next one. */
export interface Waiting {
  /** Pages planned and not yet told of by an outcome. */
  readonly pages: number;
  /** By node id: pages on their way to it that the host's free bytes do not tell yet. */
  readonly pagesTo: ReadonlyMap<number, number>;
  /** By space key: ranges in unfinished plans, ascending and disjoint. */
  readonly ranges: ReadonlyMap<string, RangeColumns>;
  readonly flows: readonly Flow[];
}

/** Pages of one space between two nodes, of a plan that counts still. */
export interface Flow {
  readonly spaceKey: string;
  readonly fromNode: number;
  readonly toNode: number;
  readonly pages: number;
  /** Of an unfinished plan: pages not yet told of by an outcome. 0 of others. */
  readonly waiting: number;
  /** They may have come to toNode since the host told of its nodes. */
  readonly arriving: boolean;
  /** They are on their way off fromNode, and the host's figures do not show it. Of a plan that came to nothing, nobody knows. */
  readonly leaving: boolean;
}

/**
 * Adds up the plans that count still. Free bytes are as the host told them at `factsUnixMs`: what a plan may have filled
 * later than that, be it finished or expired by now, is on its way for us. Room that demotions make counts once facts show it.
 */
export function waitingOf(plans: readonly OutstandingPlan[], factsUnixMs: number, nowUnixMs: number): Waiting {
  if (plans.length === 0) return NOTHING_WAITS;
  let pages = 0;
  const pagesTo = new Map<number, number>();
  const collected = new Map<string, [number, number][]>();
  const flows: Flow[] = [];
  for (const plan of plans) {
    const finished = plan.finishedUnixMs !== undefined;
    const live = !finished && plan.expiresUnixMs > nowUnixMs;
    const unseen = (plan.finishedUnixMs ?? plan.expiresUnixMs) >= factsUnixMs;
    if (!live && !unseen) continue;
    for (const { spaceKey, fromNode, toNode, ranges, reportedPages } of plan.groups) {
      let all = 0;
      for (let i = 0; i < ranges.pages.length; i++) all += ranges.pages[i] as number;
      const waiting = live ? Math.max(0, all - (reportedPages ?? 0)) : 0;
      const leaving = live || (finished && unseen);
      flows.push({ spaceKey, fromNode, toNode, pages: all, waiting, arriving: unseen, leaving });
      if (unseen) pagesTo.set(toNode, (pagesTo.get(toNode) ?? 0) + all);
      if (!live) continue;
      pages += waiting;
      const held = collected.get(spaceKey) ?? [];
      ranges.startPage.forEach((start, i) => {
        held.push([start, start + (ranges.pages[i] as number)]);
      });
      collected.set(spaceKey, held);
    }
  }
  return { pages, pagesTo, ranges: new Map([...collected].map(([key, held]) => [key, united(held)])), flows };
}

const NOTHING_WAITS: Waiting = { pages: 0, pagesTo: new Map(), ranges: new Map(), flows: [] };

/** [start, end) pairs in any order, as ascending, disjoint columns. */
function united(ranges: [number, number][]): RangeColumns {
  const joined: [number, number][] = [];
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return {
    startPage: Float64Array.from(joined, ([start]) => start),
    pages: Float64Array.from(joined, ([start, end]) => end - start),
  };
}
