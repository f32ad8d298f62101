import { eachCandidate, type Site, sitesOf } from './candidates.js';
import { pagesOf, startOf } from './columns.js';
import { type Direction, DraftBuilder, type PlanDraft, totalsOf } from './draft.js';
import type { Hint } from './hint.js';
import {
  AGE_BINS,
  admit,
  ageBin,
  count,
  createHistogram,
  cutAt,
  HEAT_BINS,
  type Histogram,
  heatBin,
} from './histogram.js';
import type { HostModel } from './host.js';
import { type OutstandingPlan, waitingOf } from './outstanding.js';
import { headroomShareOf, type Policy } from './policy.js';
import { Reasons } from './reasons.js';
import { type Place, Rooms } from './rooms.js';

export interface PlanOptions {
  /** How long the plan may take: its bytes are the policy's bytes a second times this, less what still waits. */
  readonly planSeconds: number;
  /** This host's share of the fleet's and its labels' budgets, where that is below the policy's bytes a second. */
  readonly bytesPerSecond?: number;
  /** Those that bear on this host. */
  readonly hints?: readonly Hint[];
  /** By space key, one score a run of its table: what a custom rule made of it, -1 (cold) .. 1 (hot), NaN for no opinion. */
  readonly scores?: ReadonlyMap<string, Float32Array>;
}

/** Parts of a plan in the order to carry them out. */
const AT_ONCE = 0;
const DEMOTIONS = 1;
const IN_ROOM_MADE = 2;

/**
 * The moves that the policy would have this host make now; undefined when there are none.
 *
 * Two or three passes over the runs, none of which sorts them: what waits goes into a histogram by heat and one by age; the
 * budget and the rooms set a threshold in each; what is above it is taken. Demotions come first, for they tell the room.
 * Costs about 15 ns a run, and some hundred a move.
 *
 * @param outstanding plans made for this host that may bear on it still; those long finished may be left out
 */
export function planHost(
  host: HostModel,
  policy: Policy,
  outstanding: readonly OutstandingPlan[],
  nowUnixMs: number,
  options: PlanOptions,
): PlanDraft | undefined {
  const { facts } = host;
  // Without fresh facts nobody knows how full the nodes are.
  if (facts.nodes.length === 0 || nowUnixMs - facts.atUnixMs > policy.dataMaxAgeSeconds * 1000) return undefined;
  const waiting = waitingOf(outstanding, facts.atUnixMs, nowUnixMs);
  const bytesPerSecond = Math.min(policy.bytesPerSecondPerHost, options.bytesPerSecond ?? Infinity);
  const budget = Math.floor((bytesPerSecond * options.planSeconds) / facts.pageSize) - waiting.pages;
  if (budget <= 0) return undefined;

  const sites = sitesOf(host, policy, waiting, nowUnixMs);
  const rooms = new Rooms(facts.nodes, facts.pageSize, (rank) => headroomShareOf(policy, rank), waiting.pagesTo);
  const { hot, cold, promoting, demoting } = survey(sites);
  const shares = shareOut(budget, hot.total, cold.total, rooms);

  const draft = new DraftBuilder();
  const reasons = new Reasons(policy);
  const demoted = demote(demoting, cold, shares.demotions, { policy, rooms, draft, reasons });
  promote(promoting, hot, Math.min(shares.promotions, budget - demoted), { policy, rooms, draft, reasons });

  const groups = draft.groups();
  if (groups.length === 0) return undefined;
  const totals = totalsOf(groups, facts.pageSize);
  return { policyName: policy.name, policyRevision: policy.revision, groups, reasons: reasons.list, totals };
}

interface Survey {
  readonly hot: Histogram;
  readonly cold: Histogram;
  /** Sites with anything to promote, and with anything to demote. */
  readonly promoting: Site[];
  readonly demoting: Site[];
}

function survey(sites: readonly Site[]): Survey {
  const hot = createHistogram(HEAT_BINS);
  const cold = createHistogram(AGE_BINS);
  const promoting: Site[] = [];
  const demoting: Site[] = [];
  for (const site of sites) {
    const [hotBefore, coldBefore] = [hot.total, cold.total];
    eachCandidate(site, (runs, i, direction) => {
      const pages = pagesOf(runs, i);
      if (direction === 'promotion') count(hot, heatBin(runs.heat[i] as number), pages);
      else count(cold, ageBin(runs.age[i] as number), pages);
    });
    if (hot.total > hotBefore) promoting.push(site);
    if (cold.total > coldBefore) demoting.push(site);
  }
  return { hot, cold, promoting, demoting };
}

/**
 * Pages for each direction. Promotions may have half of the budget where both wait, and what one side can't use the other
 * gets; demotions never have to be there for promotions that fit without them.
 */
function shareOut(
  budget: number,
  hot: number,
  cold: number,
  rooms: Rooms,
): { readonly promotions: number; readonly demotions: number } {
  const fast = (tier: number): boolean => tier === rooms.fastestTier;
  const demotable = Math.min(
    cold,
    rooms.now((tier) => !fast(tier)),
  );
  const promotable = Math.min(hot, rooms.now(fast) + demotable);
  const demotions = Math.min(demotable, budget - Math.min(promotable, Math.floor(budget / 2)));
  return { promotions: Math.min(promotable, budget - demotions), demotions };
}

/** What both directions draw on and add to. */
interface Desk {
  readonly policy: Policy;
  readonly rooms: Rooms;
  readonly draft: DraftBuilder;
  readonly reasons: Reasons;
}

/** Plans the coldest, `limit` pages at most; returns how many. */
function demote(sites: readonly Site[], cold: Histogram, limit: number, desk: Desk): number {
  const { rooms } = desk;
  const cut = cutAt(cold, limit);
  let planned = 0;
  for (const site of sites) {
    eachCandidate(site, (runs, i, direction, unit) => {
      if (direction !== 'demotion') return;
      const from = runs.node[i] as number;
      const wanted = admit(cut, ageBin(runs.age[i] as number), pagesOf(runs, i), unit);
      let start = startOf(runs, i);
      const end = start + wanted;
      while (start < end) {
        const place = rooms.below(from, unit);
        if (!place) return;
        const pages = wholeUnits(Math.min(end - start, place.pages), unit);
        const reason = desk.reasons.coldAge(site.classIndex, cold, cut);
        const name = groupName(desk, site, 'demotion', from, place);
        desk.draft.add(DEMOTIONS, name, start, pages, runs.heat[i] as number, runs.age[i] as number, reason);
        rooms.fill(place.node, pages, 'now');
        rooms.free(from, pages);
        planned += pages;
        start += pages;
      }
    });
  }
  return planned;
}

/** Plans the hottest, `limit` pages at most: of those the hottest at once, as far as there is room without demotions. */
function promote(sites: readonly Site[], hot: Histogram, limit: number, desk: Desk): void {
  const { rooms } = desk;
  const fast = (tier: number): boolean => tier === rooms.fastestTier;
  const cut = cutAt(hot, Math.min(limit, rooms.later(fast)));
  const cutAtOnce = cutAt(hot, Math.min(limit, rooms.now(fast)));
  for (const site of sites) {
    eachCandidate(site, (runs, i, direction, unit) => {
      if (direction !== 'promotion') return;
      const [from, heat, age] = [runs.node[i] as number, runs.heat[i] as number, runs.age[i] as number];
      const wanted = admit(cut, heatBin(heat), pagesOf(runs, i), unit);
      const atOnce = admit(cutAtOnce, heatBin(heat), wanted, unit);
      let start = startOf(runs, i);
      const end = start + wanted;
      const endAtOnce = start + atOnce;
      const fill = (until: number, when: 'now' | 'later'): void => {
        while (start < until) {
          const place = rooms.fastest(from, unit, when);
          if (!place) return;
          const pages = wholeUnits(Math.min(until - start, place.pages), unit);
          const reason = desk.reasons.hotRate(site.classIndex, hot, cut);
          const name = groupName(desk, site, 'promotion', from, place);
          desk.draft.add(when === 'now' ? AT_ONCE : IN_ROOM_MADE, name, start, pages, heat, age, reason);
          rooms.fill(place.node, pages, when);
          start += pages;
        }
      };
      fill(endAtOnce, 'now');
      fill(end, 'later');
    });
  }
}

function groupName(desk: Desk, site: Site, direction: Direction, fromNode: number, place: Place) {
  const { key, command, cgroup } = site.space;
  const className = desk.policy.classes[site.classIndex]?.name ?? '';
  return { spaceKey: key, command, cgroup, className, direction, fromNode, toNode: place.node };
}

function wholeUnits(pages: number, unit: number): number {
  return pages - (pages % unit);
}
