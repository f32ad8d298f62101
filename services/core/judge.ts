/**
 * Judges a cohort against its control group: takes in an interval at a time and says, at any time, whether that is enough to go
 * on, to go back, or neither. docs/rollouts.md has what is tested and why it may be looked at as often as one likes.
 */
import type { AnalysisSpec, AnalysisState, MetricSpec, MetricState, Verdict } from './analysis.js';
import { type Compared, observeMetric, startMetric } from './metricLook.js';
import type { Observation } from './rollout.js';

/** Evidence, as multiples of chance, at which conditions are met. */
export interface Needed {
  /** For a failure condition: 1 over this metric's part of the rate for all metrics and analyses together. */
  readonly toFail: number;
  /** For a success condition: 1 over the rate. No part of it, for the analysis passes only if each metric does. */
  readonly toSucceed: number;
}

export interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
}

export function neededEvidence(
  falseFailureRate: number,
  falseSuccessRate: number,
  analyses: readonly AnalysisSpec[],
): Needed {
  const tests = analyses.reduce((sum, { metrics }) => sum + metrics.length, 0);
  return { toFail: Math.max(1, tests) / falseFailureRate, toSucceed: 1 / falseSuccessRate };
}

export function startAnalysis(spec: AnalysisSpec, compared: Compared): AnalysisState {
  return {
    intervals: 0,
    until: spec.settleIntervals + spec.intervals,
    metrics: spec.metrics.map(() => startMetric(compared)),
  };
}

/** As many intervals more as were planned at first. */
export function extendAnalysis(spec: AnalysisSpec, state: AnalysisState): AnalysisState {
  return {
    ...state,
    until: state.intervals + spec.intervals,
    metrics: state.metrics.map((metric) => ({ ...metric, missing: 0 })),
  };
}

export function observeInterval(
  spec: AnalysisSpec,
  state: AnalysisState,
  compared: Compared,
  observation: Observation,
  needed: Needed,
): AnalysisState {
  const intervals = state.intervals + 1;
  const since = intervals - spec.settleIntervals;
  if (since <= 0) return { ...state, intervals };
  const metrics = spec.metrics.map((metric, i) =>
    observeMetric(
      metric,
      spec,
      state.metrics[i] ?? startMetric(compared),
      compared,
      observation.values[metric.name] ?? {},
      observation.missing?.[metric.name],
      since,
      needed.toFail,
    ),
  );
  return { ...state, intervals, metrics };
}

/** What the analysis comes to; undefined while it has to go on. Failed goes before everything, and lack of data before success. */
export function findingOf(spec: AnalysisSpec, state: AnalysisState, needed: Needed): Finding | undefined {
  const each = spec.metrics.map((metric, i) => ({ metric, state: state.metrics[i] as MetricState }));
  const failed = each.filter(({ metric, state: { failures } }) => failures > metric.failureLimit);
  if (failed.length > 0)
    return { verdict: 'failed', reason: failed.map((one) => failureOf(one.metric, one.state)).join('; ') };
  const without = each.filter(({ state: { missing } }) => missing > spec.missingLimit);
  if (without.length > 0) return inconclusive(without, needed);
  if (each.length > 0 && each.every(({ metric, state: one }) => isSuccess(metric, one, needed))) {
    return { verdict: 'successful', reason: `all of ${each.length} metrics are shown to be within their bounds` };
  }
  if (state.intervals < state.until) return undefined;
  return inconclusive(
    each.filter(({ metric, state: one }) => !isSuccess(metric, one, needed)),
    needed,
  );
}

/** A line a metric, for people and the audit. */
export function evidenceOf(spec: AnalysisSpec, state: AnalysisState, needed: Needed): string[] {
  return spec.metrics.map((metric, i) => {
    const one = state.metrics[i];
    if (!one || one.effect === undefined) return `${metric.name}: ${one?.missingReason ?? 'not looked at yet'}`;
    return (
      `${metric.name}: effect ${effectText(metric, one.effect)}, ${counted(one.looks, 'look')} at ${counted(one.hosts[0], 'host')} against ${one.hosts[1]}; ` +
      `evidence of more than ${effectText(metric, metric.failAbove)}: ${digits(one.against)} of ${digits(needed.toFail)}, ` +
      `of less than ${effectText(metric, metric.succeedBelow)}: ${digits(one.inFavour)} of ${digits(needed.toSucceed)}`
    );
  });
}

function isSuccess({ succeedBelow }: MetricSpec, state: MetricState, { toFail, toSucceed }: Needed): boolean {
  const { effect, inFavour, missing, against } = state;
  const isShown = effect !== undefined && effect < succeedBelow && inFavour >= toSucceed;
  return isShown && against < toFail && missing === 0;
}

function failureOf(metric: MetricSpec, { effect, failures }: MetricState): string {
  const limit = metric.limit === undefined ? '' : ` or its limit of ${digits(metric.limit)} exceeded`;
  const now = effect === undefined ? 'effect not known' : `effect ${effectText(metric, effect)}`;
  return `${metric.name}: more than ${effectText(metric, metric.failAbove)} shown${limit} in ${counted(failures, 'look')}, ${now}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function inconclusive(which: readonly { metric: MetricSpec; state: MetricState }[], needed: Needed): Finding {
  const reasons = which.map(({ metric, state: { missing, missingReason, effect, inFavour } }) => {
    if (missing > 0) return `${metric.name}: ${missingReason ?? 'no data'}`;
    if (effect === undefined) return `${metric.name}: not looked at yet`;
    return `${metric.name}: effect ${effectText(metric, effect)}, evidence of less than ${effectText(metric, metric.succeedBelow)} ${digits(inFavour)} of ${digits(needed.toSucceed)}`;
  });
  return { verdict: 'inconclusive', reason: reasons.join('; ') || 'nothing is measured' };
}

function effectText({ scale }: MetricSpec, effect: number): string {
  const sign = effect >= 0 ? '+' : '';
  return scale === 'ratio' ? `${sign}${digits(effect * 100)} %` : `${sign}${digits(effect)}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
