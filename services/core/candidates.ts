import type { RangeColumns, RunTable } from './columns.js';
import type { Direction } from './draft.js';
import { type HostModel, type HostSpace, spacesInOrder, TIER_UNKNOWN, tierTable } from './host.js';
import type { MarkTable } from './marks.js';
import { movableRuns } from './movable.js';
import type { Waiting } from './outstanding.js';
import { classOf, type Policy } from './policy.js';
import { HUGE_BYTES, heatOfShare, isHuge, STALE_TICK_MS } from './quantities.js';

/** A space that a plan may take from, with all that its runs are judged by. */
export interface Site {
  readonly space: HostSpace;
  readonly classIndex: number;
  /** Runs of at least this heat (as kept) are hot. */
  readonly hotHeat: number;
  /** Runs unseen for this long (observed seconds) are cold. */
  readonly coldAge: number;
  /** Runs staler than this (ticks) are data too old. */
  readonly maxStale: number;
  /** By mark: 1 where pages must not be moved now. */
  readonly blocked: Uint8Array;
  readonly taken: RangeColumns | undefined;
  /** By node id: tier rank. */
  readonly tierOf: Uint8Array;
  readonly fastestTier: number;
  /** Base pages of a huge page. */
  readonly hugePages: number;
}

/** The spaces that this policy may move pages of at this time, in order of key. */
export function sitesOf(host: HostModel, policy: Policy, waiting: Waiting, nowUnixMs: number): Site[] {
  const tierOf = tierTable(host);
  const fastestTier = Math.min(...host.facts.nodes.map((node) => node.tier));
  const hugePages = Math.max(1, HUGE_BYTES / host.facts.pageSize);
  const sites: Site[] = [];
  for (const space of spacesInOrder(host)) {
    const { pageGranular, lastWindowEndUnixMs, marks } = space.heat;
    const spareMs = policy.dataMaxAgeSeconds * 1000 - (nowUnixMs - lastWindowEndUnixMs);
    if (!pageGranular || spareMs < 0) continue;
    const classIndex = classOf(policy, { ...space, hostLabels: host.facts.labels });
    const named = policy.classes[classIndex];
    if (!named) continue;
    const residenceMs = policy.residenceSeconds * 1000;
    sites.push({
      space,
      classIndex,
      hotHeat: heatOfShare(named.hotRate),
      coldAge: named.coldAgeSeconds,
      maxStale: Math.floor(spareMs / STALE_TICK_MS),
      blocked: blockedMarks(marks, residenceMs, nowUnixMs),
      taken: waiting.ranges.get(space.key),
      tierOf,
      fastestTier,
      hugePages,
    });
  }
  return sites;
}

/** By mark: 1 where pages that carry it must not be moved now. */
function blockedMarks(marks: MarkTable, residenceMs: number, nowUnixMs: number): Uint8Array {
  const { used, movedAtUnixMs, heldUntilUnixMs } = marks;
  const blocked = new Uint8Array(used.length);
  for (let mark = 1; mark < used.length; mark++) {
    const movedAt = movedAtUnixMs[mark] as number;
    const resides = movedAt > 0 && nowUnixMs < movedAt + residenceMs;
    if (resides || nowUnixMs < (heldUntilUnixMs[mark] as number)) blocked[mark] = 1;
  }
  return blocked;
}

/** Run `index` of `runs` is one to move; `unit` is the pages that can't be parted: 1, or those of a huge page. */
export type Visit = (runs: RunTable, index: number, direction: Direction, unit: number) => void;

/**
 * Goes over a site's runs in order of page and visits those that the rules would move:
 * hot-rate promotes what is hot and not cold, from any slower tier; cold-age demotes what is cold and not hot, from the
 * fastest. What is both (a long half-life, a short cold age) stays where it is, or it would go to and fro.
 */
export function eachCandidate(site: Site, visit: Visit): void {
  const { hotHeat, coldAge, maxStale, blocked, tierOf, fastestTier, hugePages } = site;
  const runs = movableRuns(site.space.heat.runs, site.taken, blocked, hugePages);
  const { heat, age, node, kind, mark, stale, count } = runs;
  for (let i = 0; i < count; i++) {
    const hot = (heat[i] as number) >= hotHeat;
    const cold = (age[i] as number) >= coldAge;
    if (hot === cold) continue;
    const tier = tierOf[node[i] as number] as number;
    // Hot has to be in a slower tier, cold in the fastest: just the other way round is where they belong.
    if (tier === TIER_UNKNOWN || hot === (tier === fastestTier)) continue;
    if ((stale[i] as number) > maxStale || blocked[mark[i] as number] === 1) continue;
    visit(runs, i, hot ? 'promotion' : 'demotion', isHuge(kind[i] as number) ? hugePages : 1);
  }
}
