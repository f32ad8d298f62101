/**
 * Rollouts by the hundred in simulated time: how often one that changes nothing fails, and one that does harm is caught, by core's
 * own judge and state machine. Names end in the hosts of the first stage; without, it is the worst of all sizes.
 */
import { rolloutProblems } from '../../../services/core/rolloutCheck.js';
import { type Bar, type Figure, figure } from '../figure.js';
import { SPEED_FIGURES } from './backtestSpeed.js';
import { firstStage } from './firstStage.js';
import { failsAtHorizon } from './fixedHorizon.js';
import { DRIFTING, type Harm, SHAPES, USUAL, type World } from './hosts.js';
import { failsByIntervals } from './intervalUnits.js';
import { wilson } from './proportion.js';
import { type Ending, simulate } from './simulation.js';
import { benchSpec, DESIGNS, type Design, INTERVALS, SETTLE_INTERVALS } from './spec.js';
import { fleetOf } from './stage.js';
import { STAR_FIGURES } from './starError.js';
import { TUNE_FIGURES } from './tuneGrid.js';

const NULLS = 1000;
const BADS = 200;

/** Revisions that do harm, as factors: STAR doubled and nothing else; a storm of promotions; one that demotes the hot set. */
const BAD: readonly Harm[] = [
  { star: 2 },
  { promotionRate: 5, bandwidth: 4, uselessRate: 3, psi: 2, star: 0.95 },
  { star: 2.5, refaults: 3, latency: 1.4, promotionRate: 2 },
];
const SMALL: Harm = { star: 1.2 };

const BARS: Readonly<Record<string, Bar>> = {
  'null-failed': { most: 0.01 },
  'null-failed:drift': { most: 0.01 },
  'null-successful': { least: 0.9 },
  'bad-caught': { least: 0.99 },
  'bad-outside-cohort': { most: 0 },
};

/** A figure of one size of cohort: hits among trials, or samples whose median counts. */
interface Count {
  readonly name: string;
  readonly hits?: number;
  readonly trials?: number;
  readonly samples?: readonly number[];
  readonly unit: string;
}

export async function rolloutArea(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const bySize = DESIGNS.map((design) => ({ design, counts: countsOf(design, runs, wanted) }));
  const names = [...new Set(bySize.flatMap(({ counts }) => counts.map(({ name }) => name)))];
  const figures = names.flatMap((name) => {
    const bySizes = bySize.flatMap(({ design, counts }) =>
      counts.filter((count) => count.name === name).map((count) => figureOf(count, `${name}:${design.cohort}`)),
    );
    return [worst(bySizes, name), ...bySizes];
  });
  if (SPEED_FIGURES.some(wanted)) {
    const { backtestSpeedBench } = await import('./backtestSpeed.js');
    figures.push(...(await backtestSpeedBench(runs, wanted)));
  }
  if (STAR_FIGURES.some(wanted)) {
    const { starErrorBench } = await import('./starError.js');
    figures.push(...(await starErrorBench(runs, wanted)));
  }
  if (TUNE_FIGURES.some(wanted)) {
    const { tuneGridBench } = await import('./tuneGrid.js');
    figures.push(...(await tuneGridBench(runs, wanted)));
  }
  return figures;
}

function countsOf(design: Design, runs: number, wanted: (name: string) => boolean): Count[] {
  assertStartable(design);
  const isWanted = (...names: string[]): boolean =>
    names.some((name) => wanted(name) || wanted(`${name}:${design.cohort}`));
  const counts: Count[] = [];
  const share = (name: string, all: readonly unknown[], hits: number): void => {
    counts.push({ name, hits, trials: all.length, unit: 'of rollouts' });
  };
  if (isWanted('null-failed', 'null-successful', 'intervals-to-verdict:null')) {
    const endings = many(design, NULLS * runs, () => undefined, USUAL);
    share('null-failed', endings, endings.filter(isFailed).length);
    share('null-successful', endings, endings.filter(({ phase }) => phase === 'healthy').length);
    counts.push({
      name: 'intervals-to-verdict:null',
      samples: endings.map(({ intervals }) => intervals),
      unit: 'intervals',
    });
  }
  if (isWanted('null-failed:drift', 'null-successful:drift')) {
    const endings = many(design, NULLS * runs, () => undefined, DRIFTING);
    share('null-failed:drift', endings, endings.filter(isFailed).length);
    share('null-successful:drift', endings, endings.filter(({ phase }) => phase === 'healthy').length);
  }
  const bad = (i: number): Harm | undefined => BAD[i % BAD.length];
  if (isWanted('bad-caught', 'bad-outside-cohort', 'intervals-to-verdict')) {
    const endings = many(design, BADS * runs, bad, USUAL);
    share('bad-caught', endings, endings.filter((ending) => isFailed(ending) && ending.stages === 1).length);
    const outside = endings.reduce((sum, { plansOutside }) => sum + plansOutside, 0);
    const plans = endings.reduce((sum, each) => sum + each.plans, 0);
    counts.push({ name: 'bad-outside-cohort', samples: [outside], unit: `of ${plans} plans of a bad revision` });
    counts.push({
      name: 'intervals-to-verdict',
      samples: endings.map(({ intervals }) => intervals),
      unit: 'intervals',
    });
  }
  if (isWanted('bad-caught:mann-whitney', 'intervals-to-verdict:mann-whitney')) {
    const failed = Array.from({ length: BADS * runs }, (_, i) => failsAtHorizon(firstStage(design, i + 1, bad(i))));
    share('bad-caught:mann-whitney', failed, failed.filter(Boolean).length);
    counts.push({
      name: 'intervals-to-verdict:mann-whitney',
      samples: [SETTLE_INTERVALS + INTERVALS],
      unit: 'intervals',
    });
  }
  if (isWanted('null-failed:mann-whitney', 'null-failed:intervals-as-units')) {
    const failed = Array.from({ length: BADS * runs }, (_, i) => {
      const stage = firstStage(design, i + 1, undefined);
      return { atHorizon: failsAtHorizon(stage), byIntervals: failsByIntervals(stage) };
    });
    share('null-failed:mann-whitney', failed, failed.filter(({ atHorizon }) => atHorizon).length);
    share('null-failed:intervals-as-units', failed, failed.filter(({ byIntervals }) => byIntervals).length);
  }
  if (isWanted('small-effect-caught', 'small-effect-passed')) {
    const endings = many(design, BADS * runs, () => SMALL, USUAL);
    share('small-effect-caught', endings, endings.filter(isFailed).length);
    share('small-effect-passed', endings, endings.filter(({ phase }) => phase === 'healthy').length);
  }
  if (isWanted('small-effect-caught:mann-whitney')) {
    const failed = Array.from({ length: BADS * runs }, (_, i) => failsAtHorizon(firstStage(design, i + 1, SMALL)));
    share('small-effect-caught:mann-whitney', failed, failed.filter(Boolean).length);
  }
  return counts;
}

/** A rollout that the check before a start would refuse shows nothing. */
function assertStartable(design: Design): void {
  const isMetric = (name: string): boolean => SHAPES.some((shape) => shape.name === name);
  const problems = rolloutProblems(benchSpec(design, 'bench-1'), fleetOf(design.fleet), isMetric);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
}

function many(design: Design, rollouts: number, harmOf: (i: number) => Harm | undefined, world: World): Ending[] {
  return Array.from({ length: rollouts }, (_, i) => simulate(design, i + 1, harmOf(i), world));
}

function isFailed({ phase }: Ending): boolean {
  return phase === 'rollingBack';
}

function figureOf({ name, hits, trials, samples, unit }: Count, as: string): Figure {
  const bar = BARS[name];
  if (samples) return figure('rollout', as, samples, unit, '', bar);
  const share = (hits ?? 0) / (trials ?? 1);
  const one = figure('rollout', as, [share], unit, '', bar);
  return { ...one, runs: trials ?? 0, interval95: wilson(hits ?? 0, trials ?? 1) };
}

/** By the name of the quantity: the one farthest from where it should be. */
function worst(figures: readonly Figure[], name: string): Figure {
  const isLowBetter = ['null-failed', 'bad-outside', 'intervals', 'small-effect-passed'].some((start) =>
    name.startsWith(start),
  );
  const order = [...figures].sort((a, b) => (isLowBetter ? b.value - a.value : a.value - b.value));
  return { ...(order[0] as Figure), name };
}
