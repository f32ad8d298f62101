import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observeMetric, startMetric } from '../../../services/core/metricLook.js';
import { metricMeans } from '../../../services/core/metricMeans.js';

const METRIC = {
  name: 'star',
  scale: 'ratio',
  worse: 'higher',
  floor: 0.001,
  failAbove: 0.1,
  succeedBelow: 0.5,
  failureLimit: 0,
  everyIntervals: 1,
  minimumIntervals: 1,
  minimumHosts: 1,
} as const;
const ANALYSIS = { metrics: [METRIC], settleIntervals: 0, intervals: 10, missingLimit: 3 };

/** A host whose baseline is two intervals of this sum. */
const host = (hostId: string, sum: number) => ({ hostId, labels: {}, baseline: { star: { sum, count: 2 } } });

/** Means after these intervals of values by host. */
function meansOf(
  cohort: ReturnType<typeof host>[],
  control: ReturnType<typeof host>[],
  seen: Record<string, number>[],
) {
  const compared = { cohort, control, baselineIntervals: 2 };
  let state = startMetric(compared);
  seen.forEach((values, i) => {
    state = observeMetric(METRIC, ANALYSIS, state, compared, values, undefined, i + 1, 100);
  });
  return metricMeans('star', state, compared);
}

test('means of a group are means of its hosts, each of its own intervals', () => {
  const means = meansOf(
    [host('a', 2), host('b', 6)],
    [host('x', 1)],
    [
      { a: 2, b: 10, x: 4 },
      { a: 4, x: 6 },
    ],
  );
  assert.deepEqual(means, { cohort: { before: 2, now: 6.5 }, control: { before: 0.5, now: 5 } });
});

test('a host that was measured at one time alone is in neither mean', () => {
  const unseen = { hostId: 'new', labels: {}, baseline: {} as { star: { sum: number; count: number } } };
  const means = meansOf([host('a', 2), host('gone', 50), unseen], [host('x', 1)], [{ a: 2, new: 70 }]);
  assert.deepEqual(means, { cohort: { before: 1, now: 2 }, control: undefined });
});
