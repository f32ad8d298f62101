import type { MetricState } from './analysis.js';
import type { JudgedHost } from './judgedHost.js';
import type { Compared } from './metricLook.js';

/** What a group measured: means over its hosts of their means before the first step and since it settled, the metric's unit. */
export interface GroupMeans {
  readonly before: number;
  readonly now: number;
}

/**
 * Of the hosts that were measured at both times; a group without one is undefined. For people to see what a metric is like: the
 * verdict rests on the change of each host.
 */
export function metricMeans(
  name: string,
  { sums, counts }: MetricState,
  { cohort, control }: Pick<Compared, 'cohort' | 'control'>,
): { readonly cohort: GroupMeans | undefined; readonly control: GroupMeans | undefined } {
  const of = (hosts: readonly JudgedHost[], first: number): GroupMeans | undefined => {
    let [before, now, measured] = [0, 0, 0];
    hosts.forEach(({ baseline }, i) => {
      const then = baseline[name];
      const count = counts[first + i] ?? 0;
      if (!then || then.count === 0 || count === 0) return;
      before += then.sum / then.count;
      now += (sums[first + i] ?? 0) / count;
      measured++;
    });
    return measured > 0 ? { before: before / measured, now: now / measured } : undefined;
  };
  return { cohort: of(cohort, 0), control: of(control, cohort.length) };
}
