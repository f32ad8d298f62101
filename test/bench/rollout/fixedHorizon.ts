/**
 * What a Mann-Whitney test says of the first stage, asked once, when its planned intervals are over: of the same hosts, the same
 * changes from their baselines, the same bounds and the same error rate, of which each metric and stage has its part.
 */
import type { MetricSpec, MetricState } from '../../../services/core/analysis.js';
import { changeOf, effectInChanges } from '../../../services/core/hostChange.js';
import { startMetric } from '../../../services/core/metricLook.js';
import type { FirstStage } from './firstStage.js';
import { mannWhitney } from './mannWhitney.js';

/** Whether it fails the rollout. */
export function failsAtHorizon({ compared, metrics, during, toFail }: FirstStage): boolean {
  const hosts = [...compared.cohort, ...compared.control];
  const stateOf = ({ name }: MetricSpec): MetricState => {
    const measured = hosts.map(({ hostId }) => during.flatMap((values) => values[name]?.[hostId] ?? []));
    const sums = measured.map((values) => values.reduce((a, b) => a + b, 0));
    return { ...startMetric(compared), sums, counts: measured.map(({ length }) => length) };
  };
  return metrics.some((metric) => {
    const state = stateOf(metric);
    const changes = hosts.map((host, at) => changeOf(metric, state, at, host, during.length));
    const known = (from: number, to: number): number[] => changes.slice(from, to).flatMap((change) => change ?? []);
    const bound = effectInChanges(metric, metric.failAbove);
    const cohort = known(0, compared.cohort.length).map((change) => change - bound);
    return mannWhitney(cohort, known(compared.cohort.length, hosts.length)) <= 1 / toFail;
  });
}
