import { placeWishes } from './candidates.js';
import { RUN_BYTES } from './columns.js';
import { engine, placeTraits, WISHES } from './engine.js';
import { gapBinsOf } from './exchange.js';
import { HEAT_BINS } from './histogram.js';
import { areWhole } from './movable.js';
import { STALE_MAX_TICKS } from './quantities.js';
import type { Site } from './site.js';
import type { Situation } from './situation.js';
import { DISPLACE, PROMOTE } from './wish.js';

/**
 * Whether it is plain that nothing of these sites is to be moved: nothing is cold, hinted or always fast, no room has to be
 * made, and what is hot has neither room nor anything to displace that is cooler by the gap. One sweep over the runs, at a
 * fraction of what a selection costs, and most hosts have nothing to move most of the time. False where only a selection can
 * tell.
 */
export function isIdle(situation: Situation, sites: readonly Site[]): boolean {
  const { rooms, domains, fastestTier, exchangeGap } = situation;
  if (rooms.deficits.size > 0 || domains.some(({ fast }) => fast !== undefined)) return false;
  const hasRoom = rooms.now((tier) => tier === fastestTier) > 0;
  const gapBins = gapBinsOf(exchangeGap);
  let hottest = -1;
  let coolest = HEAT_BINS;
  for (const site of sites) {
    const changing = changingOf(site);
    if (changing < 0) return false;
    hottest = Math.max(hottest, (changing >> 13) - 1);
    coolest = Math.min(coolest, changing & 8191);
    if (hottest >= 0 && (hasRoom || hottest - coolest >= gapBins)) return false;
  }
  return true;
}

/**
 * As the engine tells: bins of heat of what would rise and of what would be displaced; below 0 where that is not all.
 *
 * @param placed where the engine has the columns of a site whose huge pages are known to be whole
 */
export function changingOf(site: Site, placed?: number): number {
  const { taken, hints, scores, hotSeen, hugePages } = site;
  if (taken || hints || scores || hotSeen) return -1;
  const { bytes, count } = site.space.heat;
  const capacity = bytes.length / RUN_BYTES;
  const at = placed ?? placeTraits(bytes);
  if (placed === undefined && !areWhole(at, { bytes, capacity, count }, hugePages)) return -1;
  const { hot, cold } = placeWishes(site);
  const maxStale = Math.min(STALE_MAX_TICKS, site.maxStale);
  return engine.changing(at, capacity, count, WISHES, hot, cold, maxStale, PROMOTE, DISPLACE);
}
