/**
 * What a Mann-Whitney test would say of the first stage, asked once, when its planned intervals are over: of the same hosts, the
 * same changes from their baselines, the same bounds and the same error rate, of which each metric and stage has its part.
 */
import type { MetricSpec, MetricState } from '../../../services/core/analysis.js';
import { changeOf, effectInChanges } from '../../../services/core/hostChange.js';
import { comparedAt, withBaseline } from '../../../services/core/judged.js';
import { startMetric } from '../../../services/core/metricLook.js';
import { startRollout } from '../../../services/core/rolloutMachine.js';
import { enterStep, metricsOf, neededOf } from '../../../services/core/rolloutSteps.js';
import { type Harm, USUAL } from './hosts.js';
import { mannWhitney } from './mannWhitney.js';
import { BASELINE_INTERVALS, benchSpec, type Design, INTERVALS, SETTLE_INTERVALS } from './spec.js';
import { fleetOf, Stage } from './stage.js';

/** Whether it fails the rollout. */
export function failsAtHorizon(design: Design, seed: number, harm: Harm | undefined): boolean {
  const spec = benchSpec(design, `bench-${seed}`);
  const fleet = fleetOf(design.fleet);
  const { state: first } = startRollout(spec, 'bench', '', { fleet, unixMs: 0 });
  const stage = new Stage(first.judged, seed, USUAL);
  let judged = first.judged;
  for (let i = 0; i < BASELINE_INTERVALS; i++) {
    const values = stage.next(undefined, () => false);
    judged = withBaseline(judged, metricsOf(spec), { intervalEndUnixMs: 0, values });
  }
  const { cuts } = enterStep(spec, { ...first, judged }, 0, fleet, 0);
  const compared = { ...comparedAt(spec, judged, cuts, 1), baselineIntervals: BASELINE_INTERVALS };
  const hosts = [...compared.cohort, ...compared.control];
  const isOnIt = new Set(compared.cohort.map(({ hostId }) => hostId));
  const step = spec.steps[1];
  const metrics = step?.kind === 'analysis' ? step.analysis.metrics : [];
  const states = metrics.map(() => ({ sums: hosts.map(() => 0), counts: hosts.map(() => 0) }));
  for (let i = 1; i <= SETTLE_INTERVALS + INTERVALS; i++) {
    const values = stage.next(harm, (hostId) => isOnIt.has(hostId));
    if (i <= SETTLE_INTERVALS) continue;
    metrics.forEach(({ name }, m) => {
      hosts.forEach(({ hostId }, at) => {
        const value = values[name]?.[hostId];
        const { sums, counts } = states[m] as { sums: number[]; counts: number[] };
        if (value === undefined) return;
        sums[at] = (sums[at] as number) + value;
        counts[at] = (counts[at] as number) + 1;
      });
    });
  }
  const changes = (metric: MetricSpec, state: MetricState, from: number, to: number): number[] =>
    hosts.slice(from, to).flatMap((host, i) => changeOf(metric, state, from + i, host, INTERVALS) ?? []);
  return metrics.some((metric, m) => {
    const state = { ...startMetric(compared), ...states[m] };
    const harmBound = effectInChanges(metric, metric.failAbove);
    const cohort = changes(metric, state, 0, compared.cohort.length).map((change) => change - harmBound);
    const control = changes(metric, state, compared.cohort.length, hosts.length);
    return mannWhitney(cohort, control) <= 1 / neededOf(spec).toFail;
  });
}
