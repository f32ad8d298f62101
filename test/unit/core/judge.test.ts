import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisSpec, AnalysisState, MetricSpec } from '../../../services/core/analysis.js';
import { findingOf, observeInterval, startAnalysis } from '../../../services/core/judge.js';
import type { JudgedHost } from '../../../services/core/judgedHost.js';
import type { Compared } from '../../../services/core/metricLook.js';
import { DRIFTING } from '../../bench/rollout/hosts.js';
import { simulate } from '../../bench/rollout/simulation.js';
import { DESIGNS, type Design } from '../../bench/rollout/spec.js';
import { seeded } from '../../fleet-sim/random.js';
import { ANALYSIS, STAR } from './rollouts.js';

const NEEDED = { toFail: 200, toSucceed: 20 };
const COMPARED = comparedOf(8, 30);

test('a cohort that stays as control does is successful, one that doubles has failed, for metrics that fall as well', () => {
  assert.equal(
    judged({}, () => 1),
    'successful',
  );
  assert.equal(
    judged({}, () => 2),
    'failed',
  );
  assert.equal(
    judged({ worse: 'lower' }, () => 2),
    'successful',
  );
  assert.equal(
    judged({ worse: 'lower' }, () => 0.5),
    'failed',
  );
});

test('harm that spares a quarter of the cohort is seen, harm to one is not taken for the cohort', () => {
  assert.equal(
    judged({}, (host) => (host < 7 ? 2 : 1)),
    'failed',
  );
  assert.notEqual(
    judged({}, (host) => (host === 0 ? 1000 : 1)),
    'failed',
  );
});

test('what is significant and does not matter is no failure', () => {
  assert.equal(
    judged({ failAbove: 0.05 }, () => 1.04),
    'successful',
  );
  assert.equal(
    judged({ failAbove: 0.01 }, () => 1.04),
    'failed',
  );
});

test('a failure limit asks for as many looks more', () => {
  const first = intervalsTo('failed', { failureLimit: 0 }, () => 2);
  assert.equal(
    intervalsTo('failed', { failureLimit: 3 }, () => 2),
    first + 3,
  );
});

test('a limit on the cohort itself needs no statistics and no second sample', () => {
  assert.equal(
    intervalsTo('failed', { limit: 0.05, failAbove: 5, succeedBelow: 5 }, () => 3),
    1 + ANALYSIS.settleIntervals,
  );
});

test('the minimum sample is waited for', () => {
  for (const minimumIntervals of [2, 5, 9]) {
    assert.equal(
      intervalsTo('failed', { minimumIntervals }, () => 2),
      minimumIntervals + ANALYSIS.settleIntervals,
    );
  }
  assert.equal(
    judged({ minimumHosts: 9 }, () => 2),
    'inconclusive',
  );
});

test('a look that could not be taken loses its weight, and gives it to no later one', () => {
  const spec: AnalysisSpec = { ...ANALYSIS, metrics: [{ ...STAR, minimumIntervals: 1 }] };
  const all = [...COMPARED.cohort, ...COMPARED.control];
  const same = Object.fromEntries(all.map(({ hostId, baseline }) => [hostId, (baseline['star']?.sum ?? 0) / 10]));
  const inFavour = (seen: readonly boolean[]): number => {
    let state = startAnalysis(spec, COMPARED);
    seen.forEach((isSeen, at) => {
      const values = { star: isSeen || at < spec.settleIntervals ? same : {} };
      state = observeInterval(spec, state, COMPARED, { intervalEndUnixMs: at + 1, values }, NEEDED);
    });
    return state.metrics[0]?.inFavour ?? Number.NaN;
  };
  const settled = Array.from({ length: spec.settleIntervals }, () => true);
  const whole = inFavour([...settled, true, true]);
  const first = inFavour([...settled, true]);
  const second = inFavour([...settled, false, true]);
  assert.ok(first > second && second > 0);
  assert.ok(Math.abs(first + second - whole) < 1e-9 * whole);
});

test('where a third of the cohort no longer answers there is no verdict', () => {
  assert.equal(
    judged({}, (host) => (host < 3 ? Number.NaN : 1)),
    'inconclusive',
  );
});

test('hosts without a baseline are left out, and are not missed', () => {
  const { cohort, control, baselineIntervals } = COMPARED;
  const strangers = cohort.map((host, i) => (i < 3 ? { ...host, baseline: {} } : host));
  const compared = { cohort: strangers, control, baselineIntervals };
  assert.equal(
    judged({}, (host) => (host < 3 ? 50 : 1), compared),
    'successful',
  );
});

test('over rollouts that change nothing at most one in a hundred fails, where hosts wander far as well', () => {
  const rollouts = 60;
  let failed = 0;
  for (let seed = 1; seed <= rollouts; seed++) {
    if (simulate(DESIGNS[1] as Design, seed, undefined, DRIFTING).phase === 'rollingBack') failed++;
  }
  // Of 60 at a rate of 1 %, four or more have a chance of 0.3 %.
  assert.ok(failed < 4, `${failed} of ${rollouts}`);
});

function judged(
  change: Partial<MetricSpec>,
  factorOf: (host: number) => number,
  compared: Compared = COMPARED,
): string {
  return [...findings(change, factorOf, compared)].at(-1) ?? 'none';
}

/** Intervals until a verdict, those of settling among them. */
function intervalsTo(verdict: string, change: Partial<MetricSpec>, factorOf: (host: number) => number): number {
  const all = [...findings(change, factorOf, COMPARED)];
  assert.equal(all.at(-1), verdict);
  return all.length;
}

/** The verdict, or `none`, after each interval until there is one. */
function* findings(
  change: Partial<MetricSpec>,
  factorOf: (host: number) => number,
  compared: Compared,
): Iterable<string> {
  const spec: AnalysisSpec = { ...ANALYSIS, intervals: 20, metrics: [{ ...STAR, ...change }] };
  const random = seeded(5);
  let state: AnalysisState = startAnalysis(spec, compared);
  for (let interval = 1; interval <= 40; interval++) {
    const star: Record<string, number> = {};
    for (const { hostId, baseline } of [...compared.cohort, ...compared.control]) {
      const own = baseline['star'] ?? { sum: 0.02, count: 1 };
      const [group, number] = hostId.split('-');
      const factor = group === 'cohort' ? factorOf(Number(number)) : 1;
      star[hostId] = (own.sum / own.count) * factor * (1 + 0.02 * (random() - 0.5));
    }
    state = observeInterval(spec, state, compared, { intervalEndUnixMs: interval, values: { star } }, NEEDED);
    const finding = findingOf(spec, state, NEEDED);
    yield finding?.verdict ?? 'none';
    if (finding) return;
  }
}

function comparedOf(cohort: number, control: number): Compared {
  const hosts = (group: string, count: number): JudgedHost[] =>
    Array.from({ length: count }, (_, i) => {
      const baseline = { star: { sum: 10 * (0.01 + 0.002 * i), count: 10 } };
      return { hostId: `${group}-${i}`, labels: {}, baseline };
    });
  return { cohort: hosts('cohort', cohort), control: hosts('control', control), baselineIntervals: 10 };
}
