import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Rollout } from '../../services/contract/gen/thermocline/v1/Rollout.js';
import { type Ended, thermocline } from './commandLine.js';
import { exampleRollout, serveRollouts } from './rolloutServer.js';

/** How a watch ends that is told of these, one after the other. */
async function watched(t: TestContext, then: readonly Rollout[], ...options: string[]): Promise<Ended> {
  const { env } = await serveRollouts(t, {
    rollouts: [[exampleRollout(), ...then.map((changes) => exampleRollout(changes))]],
  });
  return await thermocline(['rollouts', 'watch', 'wider', ...options], env);
}

const HEALTHY: Rollout = { phase: 'ROLLOUT_PHASE_HEALTHY', phaseReason: 'all steps are done', currentStep: 6 };
const ROLLING: Rollout = { phase: 'ROLLOUT_PHASE_ROLLING_BACK', phaseReason: 'star is worse' };
const DEGRADED: Rollout = { phase: 'ROLLOUT_PHASE_DEGRADED', phaseReason: 'star is worse' };
const paused = (pausedBy: string): Rollout => ({
  phase: 'ROLLOUT_PHASE_PAUSED',
  pausedBy,
  phaseReason: 'psi: no data',
  allowedVerbs: ['resume', 'abort'],
});

test('a watch tells each thing once and ends with 0 when the rollout is healthy', async (t) => {
  const evidence = [{ metric: 'star', text: 'star: effect +3.2 %' }];
  const { status, stdout, stderr } = await watched(t, [{ evidence }, { evidence }, { ...HEALTHY, evidence: [] }]);
  assert.equal(
    stdout,
    `\
2023-11-14T22:14:20.000Z Progressing, step 2 of 6: compares the cohort with control
    star: effect +3.1 %
    psi: no host was measured
    star: effect +3.2 %
2023-11-14T22:14:20.000Z Healthy, step 6 of 6: all steps are done
`,
  );
  assert.deepEqual([status, stderr], [0, '']);
});

test('it ends with 3 when the rollout was rolled back, not before that is done', async (t) => {
  const { status, stdout, stderr } = await watched(t, [ROLLING, DEGRADED, HEALTHY]);
  assert.match(stdout, / RollingBack, .*\n.* Degraded, step 2 of 6: star is worse\n$/);
  assert.deepEqual([status, stderr], [3, 'ROLLOUT_ROLLED_BACK: rollout wider: star is worse\n']);
});

test('it ends with 4 when the rollout came to nothing and waits for a person', async (t) => {
  for (const by of ['inconclusive', 'fault']) {
    const { status, stderr } = await watched(t, [paused(by), HEALTHY]);
    assert.deepEqual([status, stderr], [4, 'ROLLOUT_WAITS: rollout wider: psi: no data; it allows resume, abort\n']);
  }
});

test('a pause that was asked for is no end, nor any with --stay', async (t) => {
  for (const by of ['step', 'person']) assert.equal((await watched(t, [paused(by), HEALTHY])).status, 0);
  assert.equal((await watched(t, [paused('inconclusive'), DEGRADED], '--stay')).status, 3);
});

test('a watch goes on when the brain went away and is back, and says nothing twice', async (t) => {
  const { env } = await serveRollouts(t, {
    rollouts: [[exampleRollout()]],
    watches: [[exampleRollout()], [exampleRollout(), exampleRollout({ ...HEALTHY, evidence: [] })]],
  });
  const { status, stdout, stderr } = await thermocline(['rollouts', 'watch', 'wider'], env);
  assert.equal(status, 0);
  assert.equal(stdout.match(/ Progressing, /g)?.length, 1);
  assert.match(stdout, / Healthy, /);
  assert.match(stderr, /^.* ended the watch; .*watching on when it is back\n$/);
});

test('a brain that was never there is an error at once', async () => {
  const { status, stderr } = await thermocline(['rollouts', 'watch', 'wider', '--server', '127.0.0.1:1']);
  assert.equal(status, 1);
  assert.match(stderr, /^RPC_UNAVAILABLE: /);
});

test('a server that ends the watch before the rollout has ended is an error, not a verdict', async (t) => {
  const { status, stderr } = await watched(t, [paused('step')], '--patience', '0s');
  assert.equal(status, 1);
  assert.match(stderr, /^RPC_UNAVAILABLE: .* ended the watch/);
});

test('as JSON it is a line for each change', async (t) => {
  const { stdout } = await watched(t, [HEALTHY], '-o', 'json');
  const phases = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).phase);
  assert.deepEqual(phases, ['ROLLOUT_PHASE_PROGRESSING', 'ROLLOUT_PHASE_HEALTHY']);
});
