import type { RangeColumns } from './columns.js';

/** Pages that plans moved: where they were before the first of these moves, and where the last one took them. */
export interface Trail {
  readonly startPage: number;
  /** One past the last page. */
  readonly endPage: number;
  readonly origin: number;
  readonly node: number;
}

/** Moves of one space as an outcome tells of them. */
export interface Moved {
  /** Ascending and disjoint. */
  readonly ranges: RangeColumns;
  readonly fromNode: number;
  readonly toNode: number;
}

/**
 * Trails of one space, ascending and disjoint, once these pages have moved as well. A move of one of the plans that are followed
 * begins a trail, or makes one longer; pages that anything else moved have no trail any more, for to take them
 * back would undo somebody else's word.
 */
export function follow(trails: readonly Trail[], moved: Moved, isFollowed: boolean): Trail[] {
  const { ranges, fromNode, toNode } = moved;
  const out: Trail[] = [];
  const push = (startPage: number, endPage: number, origin: number, node: number): void => {
    if (startPage >= endPage) return;
    const last = out.at(-1);
    if (last && last.endPage === startPage && last.origin === origin && last.node === node) {
      out[out.length - 1] = { ...last, endPage };
    } else out.push({ startPage, endPage, origin, node });
  };
  const fresh = (from: number, to: number): void => {
    if (isFollowed) push(from, to, fromNode, toNode);
  };
  let range = 0;
  /** First page of the range at hand that is not dealt with yet. */
  let at = ranges.startPage[0] ?? Number.POSITIVE_INFINITY;
  const endOf = (i: number): number => (ranges.startPage[i] as number) + (ranges.pages[i] as number);
  const step = (to: number): void => {
    at = to;
    if (at < endOf(range)) return;
    range++;
    at = ranges.startPage[range] ?? Number.POSITIVE_INFINITY;
  };
  for (const { startPage, endPage, origin, node } of trails) {
    let from = startPage;
    while (at < endPage) {
      const end = endOf(range);
      if (at < from) {
        const to = Math.min(end, from);
        fresh(at, to);
        step(to);
        continue;
      }
      push(from, at, origin, node);
      const to = Math.min(end, endPage);
      // One that was not where the trail ended was brought elsewhere meanwhile; what is followed begins anew there.
      if (isFollowed) push(at, to, node === fromNode ? origin : fromNode, toNode);
      from = to;
      step(to);
    }
    push(from, endPage, origin, node);
  }
  while (at < Number.POSITIVE_INFINITY) {
    const end = endOf(range);
    fresh(at, end);
    step(end);
  }
  return out;
}

/** Pages of trails that lead somewhere: those that are not back where they began. */
export function pagesAway(trails: readonly Trail[]): number {
  return trails.reduce(
    (sum, { startPage, endPage, origin, node }) => sum + (origin === node ? 0 : endPage - startPage),
    0,
  );
}
