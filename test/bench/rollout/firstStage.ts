/** The first stage of a rollout without the machine: for tests that are tried beside core's judge, on the very same hosts. */
import type { MetricSpec } from '../../../services/core/analysis.js';
import { comparedAt, withBaseline } from '../../../services/core/judged.js';
import type { Compared } from '../../../services/core/metricLook.js';
import { startRollout } from '../../../services/core/rolloutMachine.js';
import { enterStep, metricsOf, neededOf } from '../../../services/core/rolloutSteps.js';
import { type Harm, USUAL } from './hosts.js';
import { BASELINE_INTERVALS, benchSpec, type Design, INTERVALS, SETTLE_INTERVALS } from './spec.js';
import { fleetOf, Stage, type Values } from './stage.js';

export interface FirstStage {
  readonly compared: Compared;
  readonly metrics: readonly MetricSpec[];
  /** An interval each: before the stage, and of the stage after settling. */
  readonly before: readonly Values[];
  readonly during: readonly Values[];
  /** Evidence at which a metric fails, of which one over it is its part of the error rate. */
  readonly toFail: number;
}

export function firstStage(design: Design, seed: number, harm: Harm | undefined): FirstStage {
  const spec = benchSpec(design, `bench-${seed}`);
  const fleet = fleetOf(design.fleet);
  const { state } = startRollout(spec, 'bench', '', { fleet, unixMs: 0 });
  const stage = new Stage(state.judged, seed, USUAL);
  const before = Array.from({ length: BASELINE_INTERVALS }, () => stage.next(undefined, () => false));
  let judged = state.judged;
  for (const values of before) judged = withBaseline(judged, metricsOf(spec), { intervalEndUnixMs: 0, values });
  const { cuts } = enterStep(spec, state, 0, fleet, 0);
  const compared = { ...comparedAt(spec, judged, cuts, 1), baselineIntervals: BASELINE_INTERVALS };
  const isOnIt = new Set(compared.cohort.map(({ hostId }) => hostId));
  const all = Array.from({ length: SETTLE_INTERVALS + INTERVALS }, () => stage.next(harm, (id) => isOnIt.has(id)));
  const analysis = spec.steps.flatMap((step) => (step.kind === 'analysis' ? [step.analysis] : []))[0];
  return {
    compared,
    metrics: analysis?.metrics ?? [],
    before,
    during: all.slice(SETTLE_INTERVALS),
    toFail: neededOf(spec).toFail,
  };
}
