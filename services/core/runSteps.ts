import { pagesOf, type RunTable, startOf } from './columns.js';
import { thresholdsOf } from './goals.js';
import {
  firstWish,
  isCold,
  isFree,
  isFresh,
  isHot,
  isKindMoved,
  mustStayFast,
  NOT_KEPT,
  paysBack,
  warmthOf,
  wishOf,
} from './judgement.js';
import { movableRuns } from './movable.js';
import { HEAT_ONE, STALE_TICK_MS, shareOfHeat } from './quantities.js';
import { runOf } from './ranges.js';
import { NO_SCORE, Scores } from './scores.js';
import type { Selection } from './selection.js';
import { type Judged, selectionSteps } from './selectionSteps.js';
import { kindName, type Site } from './site.js';
import type { Situation } from './situation.js';
import { hintBits } from './spaceHints.js';
import { type Step, step } from './step.js';
import { isDemotion, MAY_RISE, MAY_SINK, MAY_SINK_ANY, STAY } from './wish.js';

/** Index of the run that a page is in; -1 for none. */
export function runAt(runs: RunTable, page: number): number {
  let low = 0;
  for (let high = runs.count; low < high; ) {
    const middle = (low + high) >> 1;
    if (startOf(runs, middle) + pagesOf(runs, middle) <= page) low = middle + 1;
    else high = middle;
  }
  return low < runs.count && startOf(runs, low) <= page ? low : -1;
}

/** The steps of the run that a page is in, of a space that is plannable: those that let it move all have passed. */
export function runSteps(
  situation: Situation,
  selection: Selection,
  site: Site,
  page: number,
  isPlanned: boolean,
): Step[] {
  const { taken, space, hints: said } = site;
  const isTaken = taken !== undefined && runOf({ ...taken, count: taken.pages.length }, page) >= 0;
  const steps = [
    step('in-plan', !isTaken, isTaken ? 'an unfinished plan moves it' : 'no unfinished plan moves it', {}),
  ];
  if (isTaken) return steps;
  const runs = movableRuns(space.heat.runs, taken, site.blocked, site.hugePages, said?.borders);
  const i = runAt(runs, page);
  if (i < 0) {
    const text = 'its huge page is not known whole, on one node and free of other plans, and moves whole or not at all';
    return [...steps, step('huge-page', false, text, { pages: site.hugePages })];
  }
  const start = startOf(runs, i);
  const end = start + pagesOf(runs, i);
  const run: Judged = {
    heat: runs.heat[i] as number,
    age: runs.age[i] as number,
    node: runs.node[i] as number,
    kind: runs.kind[i] as number,
    mark: runs.mark[i] as number,
    stale: runs.stale[i] as number,
    seen: site.hotSeen ? (runs.seen[i] as number) : NOT_KEPT,
    score: site.scores ? new Scores(space.heat.runs, site.scores).of(start, end) : NO_SCORE,
    hints: said ? hintBits(said, start, end) : 0,
  };
  steps.push(...guardSteps(situation, site, run), ...wishSteps(situation, site, run));
  if (steps.some(({ passed }) => !passed)) return steps;
  return [...steps, ...selectionSteps(situation, selection, site, run, isPlanned)];
}

function guardSteps({ policy, host, nowUnixMs, tierOf }: Situation, site: Site, run: Judged): Step[] {
  const known = host.facts.nodes.some(({ id }) => id === run.node);
  const tier = tierOf[run.node] as number;
  const { movedAtUnixMs, heldUntilUnixMs } = site.space.heat.marks;
  const movedAt = movedAtUnixMs[run.mark] as number;
  const heldFor = Math.max(0, ((heldUntilUnixMs[run.mark] as number) - nowUnixMs) / 1000);
  const movedAgo = movedAt > 0 ? (nowUnixMs - movedAt) / 1000 : undefined;
  const moved = movedAgo === undefined ? 'no plan moved it lately' : `it was moved ${movedAgo} s ago`;
  const stale = (run.stale * STALE_TICK_MS) / 1000;
  const most = (site.maxStale * STALE_TICK_MS) / 1000;
  return [
    step(
      'node',
      known,
      known ? `on node ${run.node}, tier ${tier}` : 'nobody knows its node',
      known ? { node: run.node, tier } : {},
    ),
    step('kind', isKindMoved(site, run.kind), `pages of kind ${kindName(run.kind) ?? 'unknown'}`, {}),
    step('stale', isFresh(site, run.stale), `looked at within ${stale} s of the latest window, ${most} s are allowed`, {
      staleSeconds: stale,
      mostSeconds: most,
    }),
    step(
      'mark',
      isFree(site, run.mark),
      `${moved}, residence is ${policy.residenceSeconds} s${heldFor > 0 ? `; held for ${heldFor} s more` : ''}`,
      { movedSecondsAgo: movedAgo, residenceSeconds: policy.residenceSeconds, heldSeconds: heldFor },
    ),
  ];
}

function wishSteps(situation: Situation, site: Site, run: Judged): Step[] {
  const may = site.may[run.node] as number;
  const named = situation.policy.classes[site.classIndex];
  const first = firstWish(site, run.hints);
  if ((may & MAY_RISE) !== 0 && first !== STAY) {
    return [step('wanted-fast', true, site.alwaysFast ? 'its class is always fast' : 'a hint wants it fast', {})];
  }
  const { hotRate, coldAgeSeconds } = thresholdsOf(situation.host, situation.policy, site.classIndex);
  const hot = isHot(site, run.heat, run.seen, run.score);
  const cold = isCold(site, run.age, run.score);
  const isScored = run.score !== NO_SCORE;
  const score = isScored ? run.score / HEAT_ONE : undefined;
  const heat = shareOfHeat(run.heat);
  const byWindows = !isScored && named?.hotWindows !== undefined && run.seen !== NOT_KEPT;
  const hotText = isScored
    ? `rule ${named?.customRule ?? ''} scores it ${score}`
    : byWindows
      ? `seen in the last 8 looks as ${run.seen.toString(2)}, hot from ${named?.hotWindows?.seen} of ${named?.hotWindows?.of}`
      : `heat ${heat.toFixed(3)}, hot from ${hotRate}`;
  const coldText = isScored ? hotText : `unseen for ${run.age} s, cold from ${coldAgeSeconds} s`;
  const numbers = { heat, hotRate, age: run.age, coldAgeSeconds, score, seen: byWindows ? run.seen : undefined };
  const rises = (may & MAY_RISE) !== 0;
  const wish = wishOf(site, run.heat, run.age, run.node, run.seen, run.score, run.hints);
  if (rises && !isDemotion(wish)) {
    const warmth = warmthOf(run.heat, run.score);
    const least = shareOfHeat(site.leastHeat[run.node] as number);
    const pays = paysBack(site, warmth, run.node);
    return [
      step('hot', hot, `${hotText}: ${hot ? 'hot' : 'not hot'}`, numbers),
      step('not-cold', !cold, `${coldText}: ${cold ? 'cold' : 'not cold'}`, numbers),
      step('payback', pays, `heat ${shareOfHeat(warmth).toFixed(3)}, a move pays back from ${least.toFixed(3)}`, {
        heat: shareOfHeat(warmth),
        leastHeat: least,
      }),
    ];
  }
  const stays = mustStayFast(site, run.hints);
  const steps = [
    step(
      'sinks',
      (may & MAY_SINK_ANY) !== 0,
      `${(may & MAY_SINK_ANY) !== 0 ? 'pages' : 'none'} of node ${run.node} may be demoted`,
      {},
    ),
    step(
      'may-leave',
      !stays,
      stays ? 'its class or a hint keeps it where it is' : 'neither class nor hint keeps it',
      {},
    ),
  ];
  if ((may & MAY_SINK) !== 0 && !(cold && !hot)) {
    return [
      ...steps,
      step('room-wanted', true, `${hotText}; ${coldText}; the room may be wanted all the same`, numbers),
    ];
  }
  return [
    ...steps,
    step('cold', cold || isDemotion(wish), `${coldText}: ${cold ? 'cold' : 'not cold'}`, numbers),
    step('not-hot', !hot, `${hotText}: ${hot ? 'hot' : 'not hot'}`, numbers),
  ];
}
