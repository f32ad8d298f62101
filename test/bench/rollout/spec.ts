import type { MetricSpec } from '../../../services/core/analysis.js';
import type { RolloutSpec } from '../../../services/core/rollout.js';
import { INTERVAL_SECONDS, SHAPES } from './hosts.js';

/** What a rollout of the bench is like, by hosts in its first stage. */
export interface Design {
  readonly cohort: number;
  readonly fleet: number;
  readonly controlShare: number;
  /** Percent of the second stage. */
  readonly second: number;
  /** Harm that must be shown not to be there, as a share. Small cohorts can tell large harm only. */
  readonly succeedBelow: number;
}

export const DESIGNS: readonly Design[] = [
  { cohort: 5, fleet: 500, controlShare: 0.2, second: 10, succeedBelow: 0.75 },
  { cohort: 20, fleet: 500, controlShare: 0.2, second: 20, succeedBelow: 0.5 },
  { cohort: 100, fleet: 1000, controlShare: 0.1, second: 30, succeedBelow: 0.25 },
];

/** Shares that are mostly zero matter by how much of them there is, not by how many times more. */
const ABSOLUTE: Readonly<Record<string, Pick<MetricSpec, 'scale' | 'failAbove' | 'succeedBelow'>>> = {
  psi: { scale: 'difference', failAbove: 0.002, succeedBelow: 0.02 },
  moveFailures: { scale: 'difference', failAbove: 0.01, succeedBelow: 0.05 },
};

/** Noisy counters are there to see storms, and are bounded by three times as much. */
const COUNTERS: ReadonlySet<string> = new Set(['promotionRate', 'uselessRate', 'refaults', 'bandwidth']);

/** Four hours before, and up to four hours of each analysis. */
export const BASELINE_INTERVALS = 48;
export const INTERVALS = 48;
export const SETTLE_INTERVALS = 2;

export function benchSpec(design: Design, rolloutId: string): RolloutSpec {
  const metrics = SHAPES.map(({ name, usual }): MetricSpec => {
    const share = design.succeedBelow * (COUNTERS.has(name) ? 3 : 1);
    const bounds = ABSOLUTE[name] ?? { scale: 'ratio', floor: usual / 20, failAbove: 0.05, succeedBelow: share };
    return {
      name,
      worse: 'higher',
      failureLimit: 0,
      everyIntervals: 1,
      minimumIntervals: 6,
      minimumHosts: 4,
      ...bounds,
    };
  });
  const analysis = { metrics, intervals: INTERVALS, settleIntervals: SETTLE_INTERVALS, missingLimit: 3 };
  return {
    rolloutId,
    policyName: 'bench',
    revision: 2,
    stableRevision: 1,
    spreadBy: ['rack'],
    controlShare: design.controlShare,
    steps: [
      { kind: 'setWeight', percent: (100 * design.cohort) / design.fleet },
      { kind: 'analysis', analysis },
      { kind: 'setWeight', percent: design.second },
      { kind: 'analysis', analysis },
      { kind: 'setWeight', percent: 100 },
    ],
    intervalSeconds: INTERVAL_SECONDS,
    baselineIntervals: BASELINE_INTERVALS,
    falseFailureRate: 0.01,
    falseSuccessRate: 0.05,
    undoMoves: false,
  };
}
