import { type Cell, cutOf } from './cells.js';
import { ageBinOfColdness, heatBinOfColdness, isColdBin } from './coldness.js';
import { CEILING_FILL_SHARE, ceilingRoom, floorSpare } from './domain.js';
import { ageOfBin, heatOfBin } from './histogram.js';
import { binOf, wishOf } from './judgement.js';
import type { Selection } from './selection.js';
import type { Site } from './site.js';
import type { Situation } from './situation.js';
import { type Step, step } from './step.js';
import { isDemotion } from './wish.js';

/** What one run is judged by. */
export interface Judged {
  readonly heat: number;
  readonly age: number;
  readonly node: number;
  readonly kind: number;
  readonly mark: number;
  readonly stale: number;
  readonly seen: number;
  readonly score: number;
  readonly hints: number;
}

/** The steps of a run that the rules would move: whether ceilings, loads, budgets and room let it. */
export function selectionSteps(
  situation: Situation,
  selection: Selection,
  site: Site,
  run: Judged,
  isPlanned: boolean,
): Step[] {
  const wish = wishOf(site, run.heat, run.age, run.node, run.seen, run.score, run.hints);
  const bin = binOf(wish, run.heat, run.age, run.score);
  const cell = selection.cells.of(site, wish, run.node);
  const sinks = isDemotion(wish);
  const steps = sinks ? floorSteps(situation, site, isPlanned) : upSteps(situation, site, isPlanned);
  const cut = cutOf(cell);
  const isWithin = cell.taken > 0 && (bin > cut.bin || (bin === cut.bin && cut.pagesLeftInBin > 0));
  steps.push(
    step('cut', isWithin || isPlanned, cutText(cell, bin, sinks, situation.exchangeGap), {
      candidatePages: cell.histogram.total,
      takenPages: cell.taken,
      budget: situation.budget,
      exchangeGap: situation.exchangeGap,
    }),
  );
  if (isWithin && !isPlanned) {
    const text = 'others of its heat or age came first, or no node that it may go to has room';
    steps.push(step('place', false, text, { roomOnNode: situation.rooms.nowOf(run.node) }));
  }
  return steps;
}

/** Where the cut of a cell is, and where the run. */
function cutText(cell: Cell, bin: number, sinks: boolean, gap: number): string {
  const told = sinks ? coldnessText : (of: number): string => `heat ${heatOfBin(of).toFixed(3)}`;
  const are = sinks ? 'coldest' : 'hottest';
  const all = `${cell.histogram.total} such pages of node ${cell.node}, this one has ${told(bin)}`;
  if (cell.taken === 0) return `budget, room and exchanges (gap ${gap}) take none of the ${all}`;
  const { bin: cut } = cutOf(cell);
  return `budget, room and exchanges take the ${are} ${cell.taken} of the ${all}${cut < 0 ? '' : `, the cut is at ${told(cut)}`}`;
}

function coldnessText(bin: number): string {
  return isColdBin(bin)
    ? `been cold for ${ageOfBin(ageBinOfColdness(bin))} s`
    : `heat ${heatOfBin(heatBinOfColdness(bin)).toFixed(3)}`;
}

function upSteps({ domains, loads, host, fastestTier }: Situation, site: Site, isPlanned: boolean): Step[] {
  const steps: Step[] = [];
  const open = host.facts.nodes.some(({ id, tier }) => tier === fastestTier && !loads.has(id));
  for (const { text, numbers } of loads.values()) steps.push(step('load', open, text, numbers));
  const fast = domains[site.domain]?.fast;
  if (fast?.ceiling !== undefined) {
    const room = ceilingRoom(fast);
    const text = `cgroup ${fast.cgroup} has ${fast.fill} fast pages and ${fast.arriving} more on their way, its ceiling is ${fast.ceiling}, filled to ${CEILING_FILL_SHARE}`;
    const { fill, arriving, ceiling } = fast;
    steps.push(step('ceiling', room > 0 || isPlanned, text, { fill, arriving, ceiling, room }));
  }
  return steps;
}

function floorSteps({ domains }: Situation, site: Site, isPlanned: boolean): Step[] {
  const fast = domains[site.domain]?.fast;
  if (fast?.floor === undefined) return [];
  const spare = floorSpare(fast);
  const text = `cgroup ${fast.cgroup} has ${fast.fill} fast pages, its floor is ${fast.floor}`;
  return [step('floor', spare > 0 || isPlanned, text, { fill: fast.fill, leaving: fast.leaving, floor: fast.floor })];
}
