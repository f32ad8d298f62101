/** Rollouts by a real brain process over a real nats-server, on hosts of the fleet simulator: judged, taken back, and outliving kills. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { prometheusServer } from './prometheusServer.js';
import { fleetStage } from './rolloutStage.js';

/** Demotes nearly all of the hot set. */
const BAD = { fastCeiling: { share: 0.02 } };
/** Other words, same effect. */
const LIKE = { coldAgeSeconds: 1799 };

const STEPS = `
  - setWeight: 40
  - analysis: { intervals: 12, settle: 1, missing: 6 }`;

function spec(name: string, revision: number, steps: string, more = ''): string {
  return `
name: ${name}
policy: fleet
revision: ${revision}
spreadBy: [rack]
controlShare: 40%
interval: 1s
baseline: 3
${more}
metrics:
  - { name: star, failAbove: 5%, succeedBelow: 60%, floor: 0.01, minimumIntervals: 2 }
steps:${steps}
`;
}

test('a bad policy goes back by itself, though its brain is killed meanwhile, and no host outside its cohort ever gets a plan of it', async (t: TestContext) => {
  // Plans end late enough that the rollback, which waits for them, is under way when its brain is killed.
  const stage = await fleetStage(t, { outcomeDelayMs: 2000 });
  const revision = await stage.hold(BAD);
  const started = await stage.rollouts.call('StartRollout', {
    source: spec('bad', revision, `${STEPS}\n  - setWeight: 100`, 'undoMoves: true'),
    reason: 'a try',
    dryRun: false,
  });
  const cohort = new Set(started.stages[0]?.cohort);
  assert.ok(cohort.size >= 8, `${cohort.size} hosts`);
  await stage.until('bad', ({ phase }) => phase === 'ROLLOUT_PHASE_ROLLING_BACK');
  await stage.killBrain();
  const end = await stage.until('bad', ({ phase }) => phase === 'ROLLOUT_PHASE_DEGRADED');
  assert.match(end.phaseReason, /star/);
  assert.equal(end.judgements[0]?.verdict, 'VERDICT_FAILED');
  assert.equal(await stage.activeRevision(), revision - 1);

  const plans = stage.plansOf(revision);
  assert.ok(plans.length > 0, 'it planned by the revision');
  const outside = plans.filter(({ hostId }) => !cohort.has(hostId));
  assert.deepEqual(outside, []);
  const undone = stage.plans.filter(({ undoOf }) => undoOf === `fleet@${revision}`);
  assert.ok(undone.length > 0 && undone.every(({ hostId }) => cohort.has(hostId)), 'what it moved is moved back');
  const late = stage.plansOf(revision).length;
  await stage.seconds(3);
  assert.equal(stage.plansOf(revision).length, late, 'nobody plans by it any more');

  const { transitions } = await stage.rollouts.call('GetRolloutHistory', { rolloutId: 'bad' });
  assert.deepEqual(
    transitions.map(({ number }) => Number(number)),
    transitions.map((_, i) => i + 1),
  );
  assert.match(transitions[0]?.who ?? '', /^unauthenticated \(/);
  assert.equal(transitions[0]?.why, 'a try');
  assert.ok(
    transitions.some(({ who, evidence }) => who === 'thermocline' && evidence.some((line) => line.startsWith('star'))),
  );
  await assert.rejects(stage.rollouts.call('ResumeRollout', { rolloutId: 'bad', reason: '' }), {
    code: 'ROLLOUT_VERB',
  });
});

test('a brain that is killed in any state is followed by one that goes on, to the same end', async (t: TestContext) => {
  const stage = await fleetStage(t);
  const revision = await stage.hold(LIKE);
  const steps = `
  - shadow: { percent: 20, for: 3s }${STEPS}
  - pause: {}
  - setWeight: 100`;
  await stage.rollouts.call('StartRollout', { source: spec('like', revision, steps), reason: '', dryRun: false });
  await assert.rejects(
    stage.rollouts.call('StartRollout', { source: spec('second', revision, steps), reason: '', dryRun: false }),
    { code: 'ROLLOUT_OPEN' },
  );
  await stage.until('like', ({ baselineSeen }) => baselineSeen >= 1);
  await stage.killBrain();
  await stage.until('like', ({ phase, currentStep }) => phase === 'ROLLOUT_PHASE_PROGRESSING' && currentStep === 0);
  await stage.killBrain();
  await stage.until('like', ({ currentStep, evidence }) => currentStep === 2 && evidence.length > 0);
  await stage.killBrain();
  await stage.until('like', ({ currentStep }) => currentStep === 2);
  await stage.rollouts.call('PauseRollout', { rolloutId: 'like', reason: 'a closer look' });
  await stage.killBrain();
  const held = await stage.until('like', ({ phase }) => phase === 'ROLLOUT_PHASE_PAUSED');
  assert.equal(held.pausedBy, 'person');
  await stage.rollouts.call('ResumeRollout', { rolloutId: 'like', reason: 'looked' });
  await stage.until('like', ({ phase, pausedBy }) => phase === 'ROLLOUT_PHASE_PAUSED' && pausedBy === 'step');
  await stage.killBrain();
  await stage.until('like', ({ phase }) => phase === 'ROLLOUT_PHASE_PAUSED');
  await stage.rollouts.call('ResumeRollout', { rolloutId: 'like', reason: 'looks fine' });
  await stage.until('like', ({ phase }) => phase === 'ROLLOUT_PHASE_HEALTHY');
  await stage.eventually(async () => (await stage.activeRevision()) === revision);

  const shadows = stage.plans.filter(({ shadow }) => shadow);
  assert.ok(shadows.length > 0, 'the shadow step shows what would move');
  assert.ok(shadows.every((plan) => plan.policyRevision === revision));

  // And in the state in which it is taken back.
  await stage.rollouts.call('UndoRollout', { rolloutId: 'like', reason: 'after all not' });
  await stage.killBrain();
  await stage.until('like', ({ phase }) => phase === 'ROLLOUT_PHASE_DEGRADED');
  await stage.eventually(async () => (await stage.activeRevision()) === revision - 1);
  const { transitions } = await stage.rollouts.call('GetRolloutHistory', { rolloutId: 'like' });
  assert.deepEqual(
    transitions.map(({ number }) => Number(number)),
    transitions.map((_, i) => i + 1),
  );
});

test('of two brains one runs the rollout for the hosts of both, and the other goes on when it is lost', async (t: TestContext) => {
  const stage = await fleetStage(t, { brains: 2 });
  const revision = await stage.hold(LIKE);
  const steps = `${STEPS}\n  - setWeight: 100`;
  const source = spec('handed-on', revision, steps);
  const { stages } = await stage.rollouts.call('StartRollout', { source, reason: '', dryRun: false });
  const named = stages.flatMap(({ cohort, control }) => [...cohort, ...control]);
  assert.equal(new Set(named).size, 24, 'hosts of both brains are drawn');
  await stage.until('handed-on', ({ currentStep, evidence }) => currentStep === 1 && evidence.length > 0);
  await stage.loseFirst();
  const end = await stage.until('handed-on', ({ phase }) => phase === 'ROLLOUT_PHASE_HEALTHY');
  assert.equal(end.judgements[0]?.verdict, 'VERDICT_SUCCESSFUL');
  await stage.eventually(async () => (await stage.activeRevision()) === revision);
});

test('what a revision moved is taken back on all its hosts, whose plans end later and of whose brains one is lost meanwhile', async (t: TestContext) => {
  const stage = await fleetStage(t, { brains: 2, outcomeDelayMs: 3000 });
  const revision = await stage.hold(BAD);
  const source = `
name: lost
policy: fleet
revision: ${revision}
interval: 1s
undoMoves: true
steps:
  - setWeight: 50
  - pause: {}
`;
  await stage.rollouts.call('StartRollout', { source, reason: '', dryRun: false });
  await stage.seconds(3);
  await stage.rollouts.call('AbortRollout', { rolloutId: 'lost', reason: 'not this one' });
  await stage.loseFirst();
  const end = await stage.until('lost', ({ phase }) => phase === 'ROLLOUT_PHASE_DEGRADED');
  assert.doesNotMatch(end.phaseReason, /not taken back/);
  const planned = new Set(stage.plansOf(revision).map(({ hostId }) => hostId));
  const undone = new Set(
    stage.plans.filter(({ undoOf }) => undoOf === `fleet@${revision}`).map(({ hostId }) => hostId),
  );
  assert.ok(planned.size >= 8, `${planned.size} hosts`);
  assert.deepEqual([...undone].sort(), [...planned].sort());
});

test("an application's latency, asked of a real Prometheus, sends a policy back that nothing else shows to be bad", async (t: TestContext) => {
  const slow = new Set<string>();
  const latency = (host: string): string =>
    `app_latency_seconds{host="${host}"} ${(0.1 + Math.random() * 0.01) * (slow.has(host) ? 3 : 1)}`;
  const hosts = Array.from({ length: 24 }, (_, i) => `sim-${String(i).padStart(5, '0')}`);
  const application = createServer((_, response) => response.end(`${hosts.map(latency).join('\n')}\n`));
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  const prometheus = await prometheusServer(`127.0.0.1:${(application.address() as AddressInfo).port}`);
  t.after(async () => {
    await prometheus.stop();
    application.closeAllConnections();
    application.close();
  });
  const stage = await fleetStage(t, { prometheus: prometheus.url });
  const revision = await stage.hold(LIKE);
  const query = `{ name: latency, query: 'app_latency_seconds', failAbove: 20%, succeedBelow: 60%, minimumIntervals: 2 }`;
  const source = spec('latency', revision, `${STEPS}\n  - setWeight: 100`).replace(
    'metrics:',
    `metrics:\n  - ${query}`,
  );
  const { stages } = await stage.rollouts.call('StartRollout', { source, reason: '', dryRun: false });
  await stage.until('latency', ({ currentStep }) => currentStep >= 1);
  for (const host of stages[0]?.cohort ?? []) slow.add(host);
  const end = await stage.until('latency', ({ phase }) => phase === 'ROLLOUT_PHASE_DEGRADED');
  assert.match(end.phaseReason, /^latency: /);
  assert.equal(await stage.activeRevision(), revision - 1);
});

test('a Prometheus that is away makes a rollout wait for a person, and says why, also by the brain that follows', async (t: TestContext) => {
  const stage = await fleetStage(t, { prometheus: 'http://127.0.0.1:9' });
  const revision = await stage.hold(LIKE);
  const query = `{ name: latency, query: 'app_latency_seconds', failAbove: 20%, succeedBelow: 60%, minimumIntervals: 2 }`;
  const source = spec('away', revision, `${STEPS}\n  - setWeight: 100`).replace('metrics:', `metrics:\n  - ${query}`);
  await stage.rollouts.call('StartRollout', { source, reason: '', dryRun: false });
  const paused = await stage.until('away', ({ phase }) => phase === 'ROLLOUT_PHASE_PAUSED');
  assert.match(paused.phaseReason, /latency/);
  await stage.killBrain();
  const still = await stage.until('away', ({ phase }) => phase === 'ROLLOUT_PHASE_PAUSED');
  assert.deepEqual([still.pausedBy, still.phaseReason], ['inconclusive', paused.phaseReason]);
  assert.equal(await stage.activeRevision(), revision - 1);
});

test('what is wrong with a rollout is said at its start, with line and field', async (t: TestContext) => {
  const stage = await fleetStage(t);
  const refused = async (source: string, says: RegExp): Promise<void> => {
    await assert.rejects(stage.rollouts.call('StartRollout', { source, reason: '', dryRun: false }), (error: Error) => {
      assert.match(error.message, says);
      assert.equal((error as { code?: string }).code, 'ROLLOUT_INVALID');
      return true;
    });
  };
  await refused(spec('none', 99, STEPS), /no revision 99/);
  const revision = await stage.hold(LIKE);
  await refused(spec('much', revision, '\n  - setWeight: 140'), /steps\.0\.setWeight: .*at most 100/);
  await refused(spec('few', revision, STEPS).replace('controlShare: 40%', 'controlShare: 5%'), /control/);
  await refused(spec('odd', revision, STEPS).replace('name: star', 'name: speed'), /metrics\.0\.name: got speed/);
  await refused(spec('odd', revision, STEPS).replace('policy: fleet', 'policy: other'), /policy: got other/);
  await refused(spec('quick', revision, STEPS).replace('interval: 1s', 'interval: 100ms'), /interval/);
  await refused(spec('asks', revision, STEPS).replace('name: star', 'name: app, query: up'), /prometheus/);
});
