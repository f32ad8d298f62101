/** What the rules make of one run. Planning and explaining ask these functions, and nothing else, so that they cannot differ. */
import { coldBin, displaceableBin } from './coldness.js';
import { heatBin } from './histogram.js';
import { NO_SCORE } from './scores.js';
import type { Site } from './site.js';
import { HINT_KEEP, HINT_PROMOTE } from './spaceHints.js';
import {
  DEMOTE,
  DISPLACE,
  isDemotion,
  MAY_RISE,
  MAY_SINK,
  MAY_SINK_ANY,
  MAY_SINK_LUKEWARM,
  PROMOTE,
  PROMOTE_ALWAYS,
  PROMOTE_HINTED,
  STAY,
} from './wish.js';

/** In place of looks seen where the model keeps none. */
export const NOT_KEPT = -1;

/** Hot by k of n windows where the class says so and the model knows, else by heat. A score stands in for both. */
export function isHot(site: Site, heat: number, seen: number, score: number): boolean {
  if (score !== NO_SCORE) return score > 0;
  if (site.hotSeen && seen !== NOT_KEPT) return site.hotSeen[seen] === 1;
  return heat >= site.hotHeat;
}

export function isCold(site: Site, age: number, score: number): boolean {
  return score === NO_SCORE ? age >= site.coldAge : score < 0;
}

/** Whether a promotion from this node pays back. */
export function paysBack(site: Site, heat: number, node: number): boolean {
  return heat >= (site.leastHeat[node] as number);
}

export function isFresh(site: Site, stale: number): boolean {
  return stale <= site.maxStale;
}

export function isFree(site: Site, mark: number): boolean {
  return site.blocked[mark] === 0;
}

export function isKindMoved(site: Site, kind: number): boolean {
  return site.kinds[kind] === 1;
}

/** What is to be fast whatever its heat: the wish for it, or STAY. */
export function firstWish(site: Site, hints: number): number {
  if ((hints & HINT_PROMOTE) !== 0) return PROMOTE_HINTED;
  return site.alwaysFast ? PROMOTE_ALWAYS : STAY;
}

export function mustStayFast(site: Site, hints: number): boolean {
  return site.keepsFast || (hints & HINT_KEEP) !== 0;
}

/** Heat as kept, or the score in its place. */
export function warmthOf(heat: number, score: number): number {
  return score === NO_SCORE ? heat : Math.max(0, score);
}

/** What is wished for a run that is fresh and free to move. Hot and cold at once stays, or it would go to and fro. */
export function wishOf(
  site: Site,
  heat: number,
  age: number,
  node: number,
  seen: number,
  score: number,
  hints: number,
): number {
  const may = site.may[node] as number;
  const rises = (may & MAY_RISE) !== 0;
  const first = rises ? firstWish(site, hints) : STAY;
  if (first !== STAY) return first;
  const hot = isHot(site, heat, seen, score);
  const cold = isCold(site, age, score);
  if (rises && hot && !cold && paysBack(site, warmthOf(heat, score), node)) return PROMOTE;
  if ((may & MAY_SINK_ANY) === 0 || mustStayFast(site, hints)) return STAY;
  if (cold && !hot) return DEMOTE;
  if ((may & MAY_SINK) !== 0 || ((may & MAY_SINK_LUKEWARM) !== 0 && !hot)) return DISPLACE;
  return STAY;
}

/** The bin that a run goes by: of heat where it is to be promoted, of coldness where it is to be demoted. */
export function binOf(wish: number, heat: number, age: number, score: number): number {
  if (!isDemotion(wish)) return heatBin(warmthOf(heat, score));
  if (wish === DEMOTE) return coldBin(score === NO_SCORE ? age : Math.max(0, -score));
  return displaceableBin(warmthOf(heat, score));
}
