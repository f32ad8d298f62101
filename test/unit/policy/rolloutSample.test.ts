import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { METRIC_NAMES, rolloutLanguage } from '../../../services/policy/rolloutLanguage.js';
import { readRollout } from '../../../services/policy/rolloutReading.js';
import { problemText } from '../../../services/policy/source.js';
import { checkoutRoot } from '../../lab/guest.js';
import { groundOf } from './rolloutFleet.js';

const SAMPLE = 'deploy/config/rollout.yaml';
const sample = readFileSync(join(checkoutRoot(), SAMPLE), 'utf8');
const said = (problems: ReturnType<typeof readRollout>['problems']): string[] =>
  problems.map((each) => problemText(each, SAMPLE));

test(`${SAMPLE} is sound, by itself and for a fleet that is large enough for it`, () => {
  assert.deepEqual(said(readRollout(sample).problems), []);
  assert.deepEqual(said(readRollout(sample, groundOf(400)).problems), []);
});

test(`${SAMPLE} is refused for a fleet whose groups cannot show what it asks for`, () => {
  const [first, ...more] = said(readRollout(sample, groundOf(40)).problems);
  assert.match(first ?? '', /^deploy\/config\/rollout\.yaml:\d+:\d+: steps\.2\.analysis: got \d+ of the cohort and /);
  assert.ok(more.length > 0);
});

test(`${SAMPLE} has every part of the language`, () => {
  const metric = rolloutLanguage.def.shape.metrics.unwrap().element;
  const known = [...Object.keys(rolloutLanguage.def.shape), ...Object.keys(metric.def.shape)];
  assert.deepEqual(
    [...known, 'shadow', 'setWeight', 'where', 'pause', 'for', 'analysis', 'intervals', 'settle', 'missing'].filter(
      (key) => !new RegExp(`^[^#]*\\b${key}:`, 'm').test(sample),
    ),
    [],
  );
});

test('what is written is what is judged', () => {
  const { spec, queries } = readRollout(sample, groundOf(400));
  assert.deepEqual(Object.keys(queries), ['requestLatency']);
  const { steps = [], ...rest } = spec ?? {};
  assert.deepEqual(rest, {
    rolloutId: 'wider-fast-tier',
    policyName: 'default',
    revision: 4,
    stableRevision: 3,
    hosts: { zone: 'a' },
    spreadBy: ['rack', 'class', 'hardware'],
    controlShare: 0.2,
    intervalSeconds: 300,
    baselineIntervals: 12,
    falseFailureRate: 0.01,
    falseSuccessRate: 0.05,
    undoMoves: true,
  });
  const told = steps.map((step) =>
    step.kind === 'analysis'
      ? [step.analysis.metrics.map(({ name }) => name), step.analysis.intervals, step.analysis.settleIntervals]
      : step,
  );
  assert.deepEqual(told, [
    { kind: 'shadow', percent: 5, seconds: 1800 },
    { kind: 'setWeight', percent: 5 },
    [['star', 'psi', 'requestLatency'], 48, 2],
    { kind: 'pause' },
    { kind: 'setWeight', percent: 25, where: { class: 'batch' } },
    [['star', 'psi'], 48, 2],
    { kind: 'pause', seconds: 86_400 },
    { kind: 'setWeight', percent: 100 },
  ]);
});

const page = readFileSync(join(checkoutRoot(), 'docs/rollouts.md'), 'utf8');

test('every example of docs/rollouts.md is sound, for a fleet of 200 hosts too', () => {
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
  assert.ok(examples.length > 0);
  for (const example of examples) {
    assert.deepEqual(said(readRollout(example).problems), []);
    assert.deepEqual(said(readRollout(example, groundOf(200)).problems), []);
  }
});

test('docs/rollouts.md says of every metric what it is', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  assert.deepEqual(
    METRIC_NAMES.filter((name) => !rows.some((row) => row.split('|')[1]?.includes(`\`${name}\``))),
    [],
  );
});
