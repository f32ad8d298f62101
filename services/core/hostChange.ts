import type { MetricSpec, MetricState } from './analysis.js';
import type { JudgedHost } from './judgedHost.js';

/** Share of the intervals of a period in which a host must have been measured for its mean to stand for the period. */
const LEAST_MEASURED = 0.5;

/** An effect as hosts' changes are kept: of scale ratio its logarithm, so that changes of hosts can be subtracted. */
export function effectInChanges({ scale }: MetricSpec, effect: number): number {
  return scale === 'ratio' ? Math.log1p(effect) : effect;
}

/** And back, for people. */
export function effectOfChanges({ scale }: MetricSpec, changes: number): number {
  return scale === 'ratio' ? Math.expm1(changes) : changes;
}

/** Whether a host was measured often enough before the first step for its changes to be told. */
export function hasBaseline({ name }: MetricSpec, host: JudgedHost, baselineIntervals: number): boolean {
  const count = host.baseline[name]?.count ?? 0;
  return count > 0 && count >= LEAST_MEASURED * baselineIntervals;
}

/**
 * How much worse a host has become since before the first step, by its means; undefined where it was not measured in half of
 * the intervals.
 *
 * @param at index of the host in the metric's sums
 * @param intervals how many there were since settling
 */
export function changeOf(
  metric: MetricSpec,
  { sums, counts }: MetricState,
  at: number,
  host: JudgedHost,
  intervals: number,
): number | undefined {
  const count = counts[at] ?? 0;
  const before = host.baseline[metric.name];
  if (count === 0 || count < LEAST_MEASURED * intervals || !before || before.count === 0) return undefined;
  const now = (sums[at] ?? 0) / count;
  const then = before.sum / before.count;
  const { floor = 0 } = metric;
  const change =
    metric.scale === 'ratio' ? Math.log((Math.max(0, now) + floor) / (Math.max(0, then) + floor)) : now - then;
  if (!Number.isFinite(change)) return undefined;
  return metric.worse === 'higher' ? change : -change;
}

/** The mean of the middle of the values: a fifth of them at either end is left out. 0 for none. */
export function trimmedMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length / 5);
  const middle = sorted.slice(cut, sorted.length - cut);
  return middle.reduce((a, b) => a + b, 0) / Math.max(1, middle.length);
}
