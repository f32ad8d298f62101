import type { LookResponse__Output } from '../contract/gen/thermocline/v1/LookResponse.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import type { MoveGroup } from './plan.js';

/**
 * Ranges of a group's pages that a look since its plan saw accessed, ascending and disjoint. One that was
 * idle when planned (age above 0) stays for any access. One that was being accessed then, and was chosen all the
 * same because the others were hotter, stays where the look saw more of it than the heat it was planned with: else no plan
 * could make room in a tier whose every page is in use.
 */
export function hotSince(group: MoveGroup, response: LookResponse__Output): RangeColumns {
  const runs = response.accessed
    .flatMap(({ ranges, evidence }) => {
      const { startPage, pages } = decodeRanges(ranges);
      return Array.from(startPage, (start, i) => ({
        start,
        end: start + (pages[i] as number),
        evidence: evidence[i] ?? 0,
      }));
    })
    .sort((a, b) => a.start - b.start);
  const { startPage, pages } = group.ranges;
  const found: { startPage: number; pages: number }[] = [];
  let next = 0;
  /** Runs that begin before the move's end and may reach into it, or into a later one; in order of their starts. */
  let near: typeof runs = [];
  for (let move = 0; move < pages.length; move++) {
    const start = startPage[move] as number;
    const end = start + (pages[move] as number);
    if (near.some((run) => run.end <= start)) near = near.filter((run) => run.end > start);
    for (; next < runs.length && (runs[next]?.start ?? 0) < end; next++) {
      const run = runs[next] as (typeof runs)[number];
      if (run.end > start) near.push(run);
    }
    const wasIdle = (group.ageSeconds[move] ?? 1) > 0;
    const least = wasIdle ? 0 : (group.heat[move] ?? 0);
    for (const run of near) {
      if (run.evidence <= least) continue;
      const from = Math.max(start, run.start);
      const to = Math.min(end, run.end);
      const last = found.at(-1);
      const lastEnd = last ? last.startPage + last.pages : 0;
      if (last && from <= lastEnd) last.pages = Math.max(lastEnd, to) - last.startPage;
      else found.push({ startPage: from, pages: to - from });
    }
  }
  return {
    startPage: Float64Array.from(found, (range) => range.startPage),
    pages: Float64Array.from(found, (range) => range.pages),
  };
}
