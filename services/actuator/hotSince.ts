import type { LookResponse__Output } from '../contract/gen/thermocline/v1/LookResponse.js';
import { decodeRanges } from '../contract/ranges.js';
import type { MoveGroup } from './plan.js';

/**
 * Pages of a group that a look since its plan saw accessed, as a test of a page; pages must ascend from call to call. One that was
 * idle when planned (age above 0) stays for any access. One that was being accessed then, and was chosen all the
 * same because the others were hotter, stays where the look saw more of it than the heat it was planned with: else no plan
 * could make room in a tier whose every page is in use.
 */
export function hotSince(group: MoveGroup, response: LookResponse__Output): (page: number) => boolean {
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
  if (runs.length === 0) return () => false;
  const { startPage, pages: lengths } = group.ranges;
  let move = 0;
  let next = 0;
  /** Runs that begin at or before the page and may reach it. */
  let near: typeof runs = [];
  return (page) => {
    while (next < runs.length && (runs[next]?.start ?? 0) <= page) near.push(runs[next++] as (typeof runs)[number]);
    if (near.some(({ end }) => end <= page)) near = near.filter(({ end }) => end > page);
    if (near.length === 0) return false;
    while (move + 1 < startPage.length && (startPage[move + 1] as number) <= page) move++;
    const isWithin = page < (startPage[move] ?? 0) + (lengths[move] ?? 0);
    const wasIdle = (group.ageSeconds[move] ?? 1) > 0;
    const least = isWithin && !wasIdle ? (group.heat[move] ?? 0) : 0;
    return near.some(({ evidence }) => evidence > least);
  };
}
