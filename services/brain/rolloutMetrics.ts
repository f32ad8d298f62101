/** What hosts are measured by in an interval, from what was known of them at its begin and at its end. */
import type { Observation } from '../core/rollout.js';
import type { HostNumber } from './hostNumber.js';

/** What was known at one time. */
export interface Reading {
  readonly atUnixMs: number;
  readonly hosts: ReadonlyMap<string, HostNumber>;
}

/** A host that was followed less than this part of the interval was not measured. */
const LEAST_OBSERVED = 0.5;

interface Interval {
  readonly seconds: number;
  /** Growth of a total; undefined where it fell, for then the host changed hands. */
  grown(score: string): number | undefined;
  readonly before: HostNumber;
  readonly after: HostNumber;
}

type Measure = (interval: Interval) => number | undefined;

const perSecond =
  (...scores: readonly string[]): Measure =>
  ({ grown, seconds }) => {
    let sum = 0;
    for (const score of scores) {
      const value = grown(score);
      if (value === undefined) return undefined;
      sum += value;
    }
    return sum / seconds;
  };

/** By name: docs/rollouts.md has their meaning and units. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  star: ({ grown }) => {
    const [slow, fast] = [grown('slowHeat'), grown('fastHeat')];
    return slow === undefined || fast === undefined || slow + fast <= 0 ? undefined : slow / (slow + fast);
  },
  psi: ({ after }) => after.gauges['psi'],
  promotionRate: perSecond('promotedBytes'),
  uselessRate: perSecond('stayedColdBytes', 'movedBackBytes'),
  moveFailures: perSecond('EBUSY', 'ENOENT', 'EFAULT', 'EACCES', 'ENOMEM', 'otherErrno'),
  bandwidth: perSecond('promotedBytes', 'demotedBytes'),
  refaults: ({ before, after, seconds }) => {
    const [from, to] = [before.gauges['refaults'], after.gauges['refaults']];
    return from === undefined || to === undefined || to < from ? undefined : (to - from) / seconds;
  },
};

/** Values of these metrics by host. `before` undefined: nobody looked at the begin, so that nothing was measured. */
export function observationOf(
  metrics: readonly string[],
  before: Reading | undefined,
  after: Reading,
): Pick<Observation, 'values' | 'missing'> {
  const own = metrics.filter((name) => MEASURES[name]);
  if (!before) {
    const missing = Object.fromEntries(own.map((name) => [name, 'nobody looked at the begin of the interval']));
    return { values: {}, missing };
  }
  const seconds = (after.atUnixMs - before.atUnixMs) / 1000;
  const values: Record<string, Record<string, number>> = Object.fromEntries(own.map((name) => [name, {}]));
  for (const [hostId, now] of after.hosts) {
    const then = before.hosts.get(hostId);
    if (!then || seconds <= 0) continue;
    const grown = (score: string): number | undefined => {
      const growth = (now.totals[score] ?? 0) - (then.totals[score] ?? 0);
      return growth < 0 ? undefined : growth;
    };
    if ((grown('observedSeconds') ?? 0) < LEAST_OBSERVED * seconds) continue;
    for (const name of own) {
      const value = MEASURES[name]?.({ seconds, grown, before: then, after: now });
      if (value !== undefined && Number.isFinite(value)) (values[name] as Record<string, number>)[hostId] = value;
    }
  }
  return { values };
}
