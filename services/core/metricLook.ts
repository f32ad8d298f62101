import type { AnalysisSpec, MetricSpec, MetricState } from './analysis.js';
import { changeOf, effectInChanges, effectOfChanges, hasBaseline, trimmedMean } from './hostChange.js';
import type { JudgedHost } from './judgedHost.js';
import { lookWeight } from './looks.js';
import { relabellingEvidence } from './relabelling.js';

/** Share of the hosts with a baseline, in each group, without which a look tells of who still answers rather than of the revision. */
const LEAST_REPORTING = 0.8;

/** The hosts that one analysis compares, in the order of a metric's sums. */
export interface Compared {
  readonly cohort: readonly JudgedHost[];
  readonly control: readonly JudgedHost[];
  readonly baselineIntervals: number;
}

export function startMetric({ cohort, control }: Compared): MetricState {
  const zeros = new Array<number>(cohort.length + control.length).fill(0);
  return { sums: zeros, counts: zeros, looks: 0, against: 0, inFavour: 0, failures: 0, hosts: [0, 0], missing: 0 };
}

/**
 * Takes one interval in, and looks at what there is where it is time to.
 *
 * @param interval number of it since settling, from 1
 * @param needed evidence at which the failure condition is met
 */
export function observeMetric(
  metric: MetricSpec,
  analysis: AnalysisSpec,
  before: MetricState,
  compared: Compared,
  values: Readonly<Record<string, number>>,
  missingReason: string | undefined,
  interval: number,
  needed: number,
): MetricState {
  const state = added(before, compared, values);
  const failures = before.failures + (isOverLimit(metric, compared, values) ? 1 : 0);
  const cohort = changesOf(metric, state, compared, 'cohort', interval);
  const control = changesOf(metric, state, compared, 'control', interval);
  const hosts = [cohort.changes.length, control.changes.length] as const;
  const lack = missingReason ?? lackOf(metric, cohort, control, compared, values);
  if (lack !== undefined) return { ...state, failures, hosts, missing: before.missing + 1, missingReason: lack };
  const { missingReason: _, ...measured } = { ...state, failures, hosts, missing: 0 };
  const due = (interval - metric.minimumIntervals) / metric.everyIntervals + 1;
  if (due < 1 || !Number.isInteger(due)) return measured;
  // By its turn, not by how many there were: one that cannot be taken loses its weight, so that no weight hangs on the data.
  const weight = lookWeight(due, plannedLooks(metric, analysis));
  return look(metric, weight, measured, cohort.changes, control.changes, needed);
}

/** How many looks a metric has within the intervals planned. */
function plannedLooks({ minimumIntervals, everyIntervals }: MetricSpec, { intervals }: AnalysisSpec): number {
  return Math.max(1, Math.floor((intervals - minimumIntervals) / everyIntervals) + 1);
}

function look(
  metric: MetricSpec,
  weight: number,
  state: MetricState,
  cohort: readonly number[],
  control: readonly number[],
  needed: number,
): MetricState {
  const looks = state.looks + 1;
  const harm = effectInChanges(metric, metric.failAbove);
  const bound = effectInChanges(metric, metric.succeedBelow);
  const harmed = cohort.map((change) => change - harm);
  const harmful = (relabellingEvidence(harmed, control, 'even') + relabellingEvidence(harmed, control, 'upper')) / 2;
  const against = state.against + weight * harmful;
  const spared = cohort.map((change) => bound - change);
  const unchanged = control.map((change) => -change);
  const inFavour = state.inFavour + weight * relabellingEvidence(spared, unchanged);
  const effect = effectOfChanges(metric, trimmedMean(cohort) - trimmedMean(control));
  const failed = against >= needed && effect > metric.failAbove;
  return { ...state, looks, against, inFavour, effect, failures: state.failures + (failed ? 1 : 0) };
}

function added(
  before: MetricState,
  { cohort, control }: Compared,
  values: Readonly<Record<string, number>>,
): MetricState {
  const sums = [...before.sums];
  const counts = [...before.counts];
  [...cohort, ...control].forEach(({ hostId }, at) => {
    const value = values[hostId];
    if (value === undefined || !Number.isFinite(value)) return;
    sums[at] = (sums[at] ?? 0) + value;
    counts[at] = (counts[at] ?? 0) + 1;
  });
  return { ...before, sums, counts };
}

interface Changes {
  readonly changes: readonly number[];
  /** Hosts that could have one, having a baseline. */
  readonly possible: number;
}

function changesOf(
  metric: MetricSpec,
  state: MetricState,
  compared: Compared,
  group: 'cohort' | 'control',
  intervals: number,
): Changes {
  const first = group === 'cohort' ? 0 : compared.cohort.length;
  const changes: number[] = [];
  let possible = 0;
  compared[group].forEach((host, i) => {
    if (!hasBaseline(metric, host, compared.baselineIntervals)) return;
    possible++;
    const change = changeOf(metric, state, first + i, host, intervals);
    if (change !== undefined) changes.push(change);
  });
  return { changes, possible };
}

/** Why there is too little to look at; undefined where there is enough. */
function lackOf(
  { minimumHosts }: MetricSpec,
  cohort: Changes,
  control: Changes,
  compared: Compared,
  values: Readonly<Record<string, number>>,
): string | undefined {
  if (![...compared.cohort, ...compared.control].some(({ hostId }) => Number.isFinite(values[hostId]))) {
    return 'no host was measured in the last interval';
  }
  for (const [name, { changes, possible }] of [
    ['cohort', cohort],
    ['control', control],
  ] as const) {
    if (changes.length < minimumHosts)
      return `${changes.length} hosts of ${name} have data, ${minimumHosts} are asked for`;
    if (changes.length < LEAST_REPORTING * possible)
      return `${changes.length} of ${possible} hosts of ${name} have data`;
  }
  return undefined;
}

function isOverLimit(
  { limit, worse }: MetricSpec,
  { cohort }: Compared,
  values: Readonly<Record<string, number>>,
): boolean {
  if (limit === undefined) return false;
  const measured = cohort.map(({ hostId }) => values[hostId]).filter((value) => Number.isFinite(value)) as number[];
  if (measured.length === 0) return false;
  const mean = measured.reduce((a, b) => a + b, 0) / measured.length;
  return worse === 'higher' ? mean > limit : mean < limit;
}
