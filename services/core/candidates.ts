import { pagesOf, type RunTable, startOf } from './columns.js';
import { binOf, isFree, isFresh, isKindMoved, NOT_KEPT, wishOf } from './judgement.js';
import { movableRuns } from './movable.js';
import { isHuge } from './quantities.js';
import { NO_SCORE, Scores } from './scores.js';
import type { Site } from './site.js';
import { hintBits } from './spaceHints.js';
import { MAY_RISE, MAY_SINK, MAY_SINK_LUKEWARM, STAY } from './wish.js';

const WHATEVER = MAY_SINK | MAY_SINK_LUKEWARM;

/**
 * Run `index` of `runs` is one to move. `bin`: of heat or of coldness, by its wish. `unit`: pages that can't be parted, 1 or
 * those of a huge page. The table is valid until the next pass begins.
 */
export type Visit = (runs: RunTable, index: number, wish: number, bin: number, unit: number) => void;

/**
 * Goes over a site's runs in order of page and visits those that the rules would move, whether or not there is room and
 * budget for all of them. See wishOf for the rules.
 *
 * @param among bits of what may be wished on a node: runs on nodes that have none of these are passed over
 * @param leastBin those of lower bins are passed over
 */
export function eachCandidate(site: Site, among: number, leastBin: number, visit: Visit): void {
  const { may, hints: said } = site;
  const runs = movableRuns(site.space.heat.runs, site.taken, site.blocked, site.hugePages, said?.borders);
  const { heat, age, node, kind, mark, stale, count } = runs;
  const seen = site.hotSeen && runs.seen;
  const scores = site.scores && new Scores(site.space.heat.runs, site.scores);
  const { hotHeat, coldAge } = site;
  const isPlain = !said && !scores && !seen && !site.alwaysFast;
  for (let i = 0; i < count; i++) {
    const on = node[i] as number;
    const wishes = (may[on] as number) & among;
    if (wishes === 0) continue;
    // Most are cold in a slow tier, or hot in the fast one: wishOf would let them stay as well, and costs more to ask.
    if (isPlain && (wishes & WHATEVER) === 0) {
      if (wishes === MAY_RISE ? (heat[i] as number) < hotHeat : (age[i] as number) < coldAge) continue;
    }
    const start = startOf(runs, i);
    const end = start + pagesOf(runs, i);
    const hints = said ? hintBits(said, start, end) : 0;
    const score = scores ? scores.of(start, end) : NO_SCORE;
    const warmth = heat[i] as number;
    const unseen = age[i] as number;
    const looks = seen ? (seen[i] as number) : NOT_KEPT;
    const wish = wishOf(site, warmth, unseen, on, looks, score, hints);
    if (wish === STAY || !isFresh(site, stale[i] as number) || !isFree(site, mark[i] as number)) continue;
    const pageKind = kind[i] as number;
    if (!isKindMoved(site, pageKind)) continue;
    const bin = binOf(wish, warmth, unseen, score);
    if (bin >= leastBin) visit(runs, i, wish, bin, isHuge(pageKind) ? site.hugePages : 1);
  }
}
