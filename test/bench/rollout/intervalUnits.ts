/**
 * What a sequential test says that takes each interval for a new, independent sample: the difference between the groups' means, less
 * what it was before the stage, by a mixture sequential probability ratio test (Robbins, "Statistical methods related to the law
 * of the iterated logarithm", 1970; Johari et al., "Peeking at A/B tests", 2017). It is here to be seen failing.
 */

import type { MetricSpec } from '../../../services/core/analysis.js';
import { effectInChanges } from '../../../services/core/hostChange.js';
import type { JudgedHost } from '../../../services/core/judgedHost.js';
import type { FirstStage } from './firstStage.js';
import type { Values } from './stage.js';

/** Whether it fails the rollout at any interval. */
export function failsByIntervals({ compared, metrics, before, during, toFail }: FirstStage): boolean {
  return metrics.some((metric) => {
    const differenceIn = (values: Values): number =>
      meanOf(metric, compared.cohort, values) - meanOf(metric, compared.control, values);
    const usual = before.map(differenceIn);
    const centre = mean(usual);
    const variance = mean(usual.map((value) => (value - centre) ** 2));
    let sum = 0;
    return during.some((values, i) => {
      sum += differenceIn(values) - centre - effectInChanges(metric, metric.failAbove);
      return sum > 0 && likelihoodRatio(sum, i + 1, variance) >= toFail;
    });
  });
}

/** Of effects with the variance of one interval's mixed, against none, after `count` differences of this variance. */
function likelihoodRatio(sum: number, count: number, variance: number): number {
  return Math.exp(sum ** 2 / (2 * variance * (1 + count))) / Math.sqrt(1 + count);
}

function meanOf({ name, scale, floor = 0 }: MetricSpec, hosts: readonly JudgedHost[], values: Values): number {
  const known = hosts.flatMap(({ hostId }) => values[name]?.[hostId] ?? []);
  return mean(scale === 'ratio' ? known.map((value) => Math.log(value + floor)) : known);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}
