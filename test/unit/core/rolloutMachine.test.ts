import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RolloutSpec } from '../../../services/core/rollout.js';
import { allowedVerbs } from '../../../services/core/rolloutVerbs.js';
import { pendingEffects, revisionsOf, wakeAtUnixMs } from '../../../services/core/rolloutView.js';
import { Drive, FLEET, INTERVAL_MS, SPEC, STAR } from './rollouts.js';

const isAtAnalysis = ({ step, phase }: { step: number; phase: string }): boolean =>
  step === 2 && phase === 'progressing';

test('a revision that changes nothing goes through shadow, stages and a pause for a person to all hosts', () => {
  const rollout = new Drive();
  const seen: string[] = [];
  for (let i = 0; i < 60 && rollout.state.phase !== 'healthy'; i++) {
    rollout.interval();
    const { phase, step } = rollout.state;
    const line = `${phase} ${step}: ${rollout.onIt().length}`;
    if (seen.at(-1) !== line) seen.push(line);
    if (step === 3) rollout.verb('resume');
  }
  assert.deepEqual(seen, [
    'baseline 0: 0',
    'progressing 0: 0',
    'progressing 2: 8',
    'paused 3: 8',
    'progressing 5: 40',
    'healthy 7: 100',
  ]);
  assert.deepEqual(
    rollout.state.judgements.map(({ step, verdict }) => [step, verdict]),
    [
      [2, 'successful'],
      [5, 'successful'],
    ],
  );
});

test('a shadow step gives plans of the revision to its percent of the hosts, and the stable one stays in force', () => {
  const rollout = new Drive();
  rollout.until(({ phase }) => phase === 'progressing');
  const all = FLEET.map((host) => revisionsOf(SPEC, rollout.state, host));
  assert.ok(all.every(({ revision }) => revision === 1));
  assert.equal(all.filter(({ shadow }) => shadow === 2).length, 10);
  assert.equal(wakeAtUnixMs(SPEC, rollout.state), rollout.unixMs + 60_000);
});

test('STAR doubled fails: all hosts are on the stable revision at once, and plans are withdrawn and moves undone until it is said so', () => {
  const rollout = new Drive();
  rollout.until(isAtAnalysis, 2);
  rollout.until(({ phase }) => phase === 'rollingBack', 2);
  assert.deepEqual(rollout.onIt(), []);
  const outcome = rollout.outcomes.at(-1);
  assert.ok(outcome && !('refused' in outcome));
  const effects = [
    { kind: 'withdraw', revision: 2 },
    { kind: 'undo', revision: 2 },
  ];
  assert.deepEqual(outcome.effects, effects);
  assert.deepEqual(pendingEffects(SPEC, rollout.state), effects);
  const [transition] = outcome.transitions;
  assert.ok(transition);
  assert.deepEqual([transition.from, transition.to, transition.who], ['progressing', 'rollingBack', 'thermocline']);
  assert.match(transition.why, /^star: more than \+5 % shown in 1 look, effect \+9\d/);
  assert.equal(transition.evidence.length, 2);
  rollout.send({ kind: 'rolledBack' });
  assert.equal(rollout.state.phase, 'degraded');
  assert.deepEqual(pendingEffects(SPEC, rollout.state), []);
  assert.deepEqual(allowedVerbs(rollout.state), []);
});

test('harm is rolled back while a person has paused the rollout, and good news waits', () => {
  const bad = new Drive();
  bad.until(isAtAnalysis, 2);
  bad.verb('pause');
  bad.until(({ phase }) => phase === 'rollingBack', 2);
  const good = new Drive();
  good.until(isAtAnalysis);
  good.verb('pause');
  for (let i = 0; i < 30; i++) good.interval();
  assert.deepEqual([good.state.phase, good.state.step], ['paused', 2]);
  good.verb('resume');
  good.interval();
  assert.deepEqual([good.state.phase, good.state.step], ['paused', 3]);
});

test('an analysis without evidence waits for a person, who may let it go on as long again', () => {
  // Half as much again is the bound itself: neither more nor less than it can be shown.
  const undecided = new Drive(withMetrics(SPEC, [{ ...STAR, floor: 1e-9, failAbove: 0.5 }]));
  undecided.until(isAtAnalysis, 1.5);
  undecided.until(({ phase }) => phase === 'paused', 1.5);
  assert.equal(undecided.state.pausedBy, 'inconclusive');
  assert.match(undecided.state.reason, /^star: effect \+(49|50)/);
  assert.deepEqual(allowedVerbs(undecided.state), ['resume', 'promote', 'abort', 'undo']);
  const { until } = undecided.state.analysis ?? { until: 0 };
  undecided.verb('resume');
  assert.deepEqual([undecided.state.phase, undecided.state.step], ['progressing', 2]);
  assert.equal(undecided.state.analysis?.until, until + 10);
});

test('promote goes on without evidence, in full to all hosts; undo brings them back from there', () => {
  const rollout = new Drive();
  rollout.until(isAtAnalysis);
  rollout.verb('promote');
  assert.equal(rollout.state.step, 3);
  rollout.verb('promote', true);
  assert.equal(rollout.state.phase, 'healthy');
  assert.equal(rollout.onIt().length, FLEET.length);
  assert.deepEqual(allowedVerbs(rollout.state), ['undo']);
  rollout.verb('undo');
  assert.deepEqual(rollout.onIt(), []);
  assert.deepEqual(pendingEffects(SPEC, rollout.state).at(-1), { kind: 'undo', revision: 2 });
});

test('without a baseline nothing begins', () => {
  const rollout = new Drive();
  for (let i = 0; i < SPEC.baselineIntervals; i++) {
    rollout.unixMs += INTERVAL_MS;
    rollout.observe({});
  }
  assert.equal(rollout.state.pausedBy, 'inconclusive');
  assert.match(rollout.state.reason, /star: 0 hosts of cohort have a baseline, 4 are asked for/);
  assert.deepEqual(rollout.onIt(), []);
  assert.deepEqual(allowedVerbs(rollout.state), ['resume', 'abort']);
  rollout.verb('resume');
  assert.equal(rollout.state.phase, 'baseline');
  rollout.until(({ phase }) => phase === 'progressing');
});

test('a fault pauses where it is, and resume goes on from there', () => {
  for (const [at, isThere] of [
    ['baseline 0', () => true],
    ['progressing 2', isAtAnalysis],
    ['paused 3', ({ step }: { step: number }) => step === 3],
  ] as const) {
    const rollout = new Drive();
    rollout.until(isThere);
    rollout.send({ kind: 'fault', reason: 'revision 2 was deleted' });
    assert.deepEqual([rollout.state.phase, rollout.state.reason], ['paused', 'revision 2 was deleted']);
    rollout.verb('resume');
    assert.equal(`${rollout.state.phase} ${rollout.state.step}`, at);
  }
});

test('a rollout without an analysis begins at once, and timed pauses end by the clock', () => {
  const rollout = new Drive({
    ...SPEC,
    steps: [
      { kind: 'setWeight', percent: 10 },
      { kind: 'pause', seconds: 90 },
    ],
  });
  assert.deepEqual([rollout.state.phase, rollout.onIt().length], ['paused', 10]);
  rollout.unixMs = 89_999;
  rollout.send({ kind: 'tick' });
  assert.equal(rollout.state.phase, 'paused');
  assert.equal(wakeAtUnixMs(rollout.spec, rollout.state), 90_000);
  rollout.unixMs = 90_000;
  rollout.send({ kind: 'tick' });
  assert.equal(rollout.state.phase, 'healthy');
});

test('a stage chosen by label is of hosts with it alone, and is compared with control hosts with it', () => {
  const rollout = new Drive({
    ...SPEC,
    controlShare: 0.5,
    steps: [{ kind: 'setWeight', percent: 100, where: { canary: 'true' } }, ...SPEC.steps.slice(2)],
  });
  rollout.until(({ phase }) => phase === 'progressing');
  const onIt = rollout.onIt();
  assert.equal(onIt.length, 10);
  assert.ok(onIt.every((id) => Number(id.slice(4)) < 20));
  assert.equal(rollout.state.analysis?.metrics[0]?.sums.length, 20);
});

type Analysis = Extract<RolloutSpec['steps'][number], { readonly kind: 'analysis' }>;

function withMetrics(spec: RolloutSpec, metrics: Analysis['analysis']['metrics']): RolloutSpec {
  const steps = spec.steps.map((step) =>
    step.kind === 'analysis' ? { ...step, analysis: { ...step.analysis, metrics } } : step,
  );
  return { ...spec, steps };
}
