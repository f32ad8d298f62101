import type { AnalysisSpec, MetricSpec } from './analysis.js';
import { type Checks, entriesOf } from './checks.js';
import { MOST_JUDGED } from './judgedHost.js';

const MOST_METRICS = 32;
const MOST_INTERVALS = 100_000;
const MAX = Number.MAX_SAFE_INTEGER;

export function checkAnalysis(
  { metrics, intervals, settleIntervals, missingLimit }: AnalysisSpec,
  path: string,
  isMetric: (name: string) => boolean,
  checks: Checks,
): void {
  const each = entriesOf(metrics);
  const isCounted = each.length > 0 && each.length <= MOST_METRICS;
  checks.that(`${path}.metrics`, each.length, isCounted, `1 to ${MOST_METRICS} metrics`);
  checks.whole(`${path}.intervals`, intervals, 1, MOST_INTERVALS);
  checks.whole(`${path}.settleIntervals`, settleIntervals, 0, MOST_INTERVALS);
  checks.whole(`${path}.missingLimit`, missingLimit, 0, MOST_INTERVALS);
  each.forEach((metric, i) => {
    checkMetric(metric, `${path}.metrics[${i}]`, intervals, checks);
    checks.that(
      `${path}.metrics[${i}].name`,
      metric.name,
      isMetric(metric.name),
      'a metric that hosts are measured by',
    );
  });
  checks.distinct(
    each.map(({ name }) => name),
    (i) => `${path}.metrics[${i}].name`,
    'a metric that is not asked for twice',
  );
}

function checkMetric(metric: MetricSpec, path: string, intervals: number, checks: Checks): void {
  checks.name(`${path}.name`, metric.name);
  const isScale = metric.scale === 'ratio' || metric.scale === 'difference';
  checks.that(`${path}.scale`, metric.scale, isScale, 'ratio or difference');
  checks.that(`${path}.worse`, metric.worse, metric.worse === 'higher' || metric.worse === 'lower', 'higher or lower');
  if (metric.scale === 'ratio') checks.number(`${path}.floor`, metric.floor, Number.MIN_VALUE, MAX, 'of the metric');
  checks.number(`${path}.failAbove`, metric.failAbove, 0, MAX, 'of effect');
  checks.number(`${path}.succeedBelow`, metric.succeedBelow, Number.MIN_VALUE, MAX, 'of effect');
  const isApart = metric.succeedBelow >= metric.failAbove;
  checks.that(`${path}.succeedBelow`, metric.succeedBelow, isApart, `at least failAbove, ${metric.failAbove}`);
  checks.optionalNumber(`${path}.limit`, metric.limit, -MAX, MAX, 'of the metric');
  checks.whole(`${path}.failureLimit`, metric.failureLimit, 0, MAX);
  checks.whole(`${path}.everyIntervals`, metric.everyIntervals, 1, MAX);
  checks.whole(`${path}.minimumIntervals`, metric.minimumIntervals, 1, Math.max(1, intervals));
  checks.whole(`${path}.minimumHosts`, metric.minimumHosts, 1, MOST_JUDGED);
}
