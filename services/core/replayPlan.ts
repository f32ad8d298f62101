import {
  type Candidates,
  candidatesOf,
  candidatesOfWhole,
  EVERY_BIN,
  isLookedUp,
  type LeastBins,
} from './candidates.js';
import { gapBinsOf } from './exchange.js';
import { HEAT_BINS } from './histogram.js';
import type { HostModel } from './host.js';
import { changingOf } from './idle.js';
import type { OutstandingPlan } from './outstanding.js';
import { place } from './planner.js';
import type { Policy } from './policy.js';
import { select, sitesOf } from './selection.js';
import type { Site } from './site.js';
import { areFactsFresh, type PlanOptions, type Situation, situationOf } from './situation.js';
import { type Swap, swapNodes, swapOf } from './swap.js';
import { MAY_ANY } from './wish.js';

/** Where the engine has the columns of a site whose huge pages are whole; undefined where it does not. */
export type PlacedOf = (site: Site) => number | undefined;

const NOTHING: Swap = { moves: [], isLast: false };

/** The moves that planHost would make; none where it would make no plan. */
export function planMoves(
  host: HostModel,
  policy: Policy,
  outstanding: readonly OutstandingPlan[],
  nowUnixMs: number,
  options: PlanOptions,
  placedOf: PlacedOf,
): Swap {
  if (!areFactsFresh(host, policy, nowUnixMs)) return NOTHING;
  const situation = situationOf(host, policy, outstanding, nowUnixMs, options);
  if (situation.budget <= 0) return NOTHING;
  const chosen = sitesOf(situation);
  const { sites } = chosen;
  const least = leastOf(situation, sites, placedOf);
  if (!least) return NOTHING;
  const gather = (site: Site, from = least): Candidates => {
    const at = isLookedUp(site) && !site.taken ? placedOf(site) : undefined;
    return at === undefined ? candidatesOf(site, MAY_ANY, from) : candidatesOfWhole(site, from, at);
  };
  const nodes = least === EVERY_BIN ? undefined : swapNodes(situation, sites);
  if (nodes) return swapOf(situation, sites, nodes, least, gather);
  return { moves: place(situation, select(situation, chosen, gather))?.groups ?? [], isLast: false };
}

/**
 * Bins from which on anything could be taken of these sites; undefined where nothing could. Where there is no room, nothing is
 * cold and nothing goes first, pages can only change places: what is promoted is hotter by the gap than the coolest that would be
 * displaced, and what is demoted cooler by it than the hottest that would rise.
 */
function leastOf(situation: Situation, sites: readonly Site[], placedOf: PlacedOf): LeastBins | undefined {
  const { rooms, domains, fastestTier, exchangeGap, classBudgets } = situation;
  if (rooms.deficits.size > 0 || domains.some(({ fast }) => fast !== undefined)) return EVERY_BIN;
  let hottest = -1;
  let coolest = HEAT_BINS;
  for (const site of sites) {
    const changing = changingOf(site, placedOf(site));
    if (changing < 0) return EVERY_BIN;
    hottest = Math.max(hottest, (changing >> 13) - 1);
    coolest = Math.min(coolest, changing & 8191);
  }
  if (hottest < 0) return undefined;
  if (rooms.now((tier) => tier === fastestTier) > 0) return EVERY_BIN;
  const gapBins = gapBinsOf(exchangeGap);
  if (hottest - coolest < gapBins) return undefined;
  // Budgets of classes are shared out by all that would rise.
  if (classBudgets.some((budget) => budget < Infinity)) return EVERY_BIN;
  return { up: coolest + gapBins, down: HEAT_BINS - 1 - (hottest - gapBins) };
}
