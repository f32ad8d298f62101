import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RolloutSpec } from '../../../services/core/rollout.js';
import { rolloutProblems } from '../../../services/core/rolloutCheck.js';
import { ANALYSIS, FLEET, SPEC, STAR } from './rollouts.js';

const isMetric = (name: string): boolean => name === 'star' || name === 'psi';

function problems(change: Partial<RolloutSpec>, fleet = FLEET): string[] {
  return rolloutProblems({ ...SPEC, ...change }, fleet, isMetric).map(
    ({ path, got, expected }) => `${path}: ${got}, not ${expected}`,
  );
}

function withMetric(change: Partial<typeof STAR>): Partial<RolloutSpec> {
  const analysis = { ...ANALYSIS, metrics: [{ ...STAR, ...change }] };
  return {
    steps: [
      { kind: 'setWeight', percent: 10 },
      { kind: 'analysis', analysis },
    ],
  };
}

test('a rollout that can be judged has no problems', () => {
  assert.deepEqual(problems({}), []);
});

for (const [what, change, expected] of [
  [
    'a percent over 100',
    { steps: [{ kind: 'setWeight', percent: 101 }] },
    /^steps\[0\]\.percent: 101, not .* to 100 % of/,
  ],
  ['a percent of nothing', { steps: [{ kind: 'setWeight', percent: 0 }] }, /^steps\[0\]\.percent: 0, not/],
  [
    'a stage smaller than the one before it',
    { steps: [20, 10].map((percent) => ({ kind: 'setWeight' as const, percent })) },
    /^steps\[1\]\.percent: 10, not at least 20, as the stage before$/,
  ],
  [
    'steps of a shadow alone',
    { steps: [{ kind: 'shadow', percent: 10 }] },
    /^steps: no setWeight, not a setWeight, for behind/,
  ],
  [
    'a stage that nobody looks at before all hosts have the revision',
    { steps: [{ kind: 'setWeight', percent: 5 }] },
    /^steps\[0\]: .*, not an analysis or a pause behind it, for behind the last step all hosts have the revision$/,
  ],
  ['no steps', { steps: [] }, /^steps: 0, not 1 to 100 steps$/],
  ['the stable revision itself', { stableRevision: 2 }, /^stableRevision: 2, not another revision/],
  ['an analysis of nobody', { steps: [{ kind: 'analysis', analysis: ANALYSIS }] }, /nobody to compare$/],
  [
    'a metric that there is not',
    withMetric({ name: 'stra' }),
    /name: "stra", not a metric that hosts are measured by$/,
  ],
  [
    'a bound below the failure condition',
    withMetric({ succeedBelow: 0.01 }),
    /succeedBelow: 0.01, not at least failAbove, 0.05$/,
  ],
  ['a ratio to nothing', withMetric({ floor: 0 }), /floor: 0, not/],
  ['NaN for a bound', withMetric({ failAbove: Number.NaN }), /failAbove: null, not/],
  [
    'more hosts than can be compared',
    withMetric({ minimumHosts: 101 }),
    /minimumHosts: 101, not a whole number from 1 to 100$/,
  ],
  ['labels that no host has', { hosts: { rack: 'x' } }, /^hosts: 0, not labels that a host of the fleet has$/],
] satisfies [string, Partial<RolloutSpec>, RegExp][]) {
  test(`refuses ${what}`, () => {
    const [first] = problems(change);
    assert.match(first ?? 'no problem', expected);
  });
}

test('refuses a control group that is too small for any evidence to be enough, and says what would be', () => {
  const small = problems({ controlShare: 0.05 });
  assert.equal(small.length, 1, 'the second stage has hosts enough');
  assert.match(
    small[0] ?? '',
    /^steps\[2\]\.analysis: 8 hosts of the cohort and 5 of control, whose evidence reaches \d+ at most, not groups whose evidence can reach 400: a larger controlShare/,
  );
  assert.match(problems({ controlShare: 0.02 })[0] ?? '', /8 of the cohort and 2 of control, not 4 of each for star$/);
  assert.match(problems({ controlShare: 0 })[0] ?? '', /0 of control/);
});

test('refuses what a fleet without hosts can be asked, and more combinations of labels than are kept', () => {
  assert.match(problems({}, [])[0] ?? '', /^hosts: 0/);
  const fleet = Array.from({ length: 1001 }, (_, i) => ({ hostId: `h${i}`, labels: { rack: `${i}` } }));
  assert.match(problems({}, fleet)[0] ?? '', /^spreadBy: 1001, not at most 1000 combinations/);
});
