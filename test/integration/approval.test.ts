/** Plans that wait for a person: a real brain with mutual TLS, a real nats-server, and a host whose part the test plays. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { connectService } from '../../services/rpc/client.js';
import type { TlsFiles } from '../../services/rpc/credentials.js';
import { brainStage, eventually, type Stage } from './brainStage.js';
import { authority } from './certificates.js';
import { thermocline } from './commandLine.js';

const APPROVAL = 'coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s, approval: true';

async function listed(address: string, tls: TlsFiles | undefined) {
  const plans = connectService('PlanService', address, { tls });
  return await plans.call('ListPlans', {}).finally(() => plans.close());
}

/** The plan that waits, once there is one. Windows go on meanwhile. */
async function waiting({ address, host }: Stage, tls: TlsFiles | undefined): Promise<string> {
  return await eventually(async () => {
    const { plans } = await listed(address, tls);
    const found = plans.find(({ state }) => state === 'PLAN_STATE_PENDING_APPROVAL');
    if (!found) await host.window(2);
    return found?.planId;
  });
}

test('a plan waits for a person, outlives the brain, and goes out as it was shown', async (t) => {
  const ca = authority(t);
  const tls = ca.issue('brain');
  const alice = ca.issue('alice');
  const on = await brainStage(t, { policy: APPROVAL, tls });
  const { address, brain, host } = on;
  const asAlice = ['--server', address, '--ca', alice.ca, '--cert', alice.cert, '--key', alice.key];
  const planId = await waiting(on, alice);
  const show = async () => {
    const plans = connectService('PlanService', address, { tls: alice });
    return await plans.call('GetPlan', { planId }).finally(() => plans.close());
  };
  const shown = await show();

  await host.window(2);
  await host.window(2);
  assert.equal((await listed(address, alice)).plans.length, 1, 'no other plan is made while one waits');

  await brain.restart('SIGKILL');
  await eventually(async () => ((await show()).summary?.state === 'PLAN_STATE_PENDING_APPROVAL' ? true : undefined));

  const sent = await host.nextPlan(on.trusted, async () => {
    const done = await eventually(async () => {
      const ended = await thermocline([...asAlice, 'plans', 'approve', planId, '--reason', 'looks right']);
      // Until the restarted brain holds the host's partition again it refuses.
      return ended.status === 0 ? ended : undefined;
    });
    assert.match(done.stdout, /approved by alice .*: looks right/);
  });
  const { fencingToken: tokenSent, ...rest } = sent;
  const { fencingToken: tokenShown, ...restShown } = shown.plan ?? sent;
  assert.deepEqual(rest, restShown);
  assert.ok(Number(tokenSent) > Number(tokenShown), 'actuators refuse the token of before the restart');
  await host.carryOut(sent);
  const { summary } = await eventually(async () => {
    const answer = await show();
    return answer.summary?.state === 'PLAN_STATE_COMPLETED' ? answer : undefined;
  });
  assert.equal(summary?.approval?.decidedBy, 'alice');

  const again = await thermocline([...asAlice, 'plans', 'reject', planId]);
  assert.equal(again.status, 1);
  assert.match(again.stderr, /^PLAN_NOT_PENDING: .*approved by alice/);
});

test('a plan that is rejected is never sent, and the next window makes another', async (t) => {
  const ca = authority(t);
  const bob = ca.issue('bob');
  const on = await brainStage(t, { policy: APPROVAL, tls: ca.issue('brain') });
  const planId = await waiting(on, bob);
  const arrived: string[] = [];
  const subscription = on.host.nats.subscribe('thermocline.v1.plan.>', {
    callback: (_error, { subject }) => arrived.push(subject),
  });
  const asBob = ['--server', on.address, '--ca', bob.ca, '--cert', bob.cert, '--key', bob.key];
  const rejected = await thermocline([...asBob, 'plans', 'reject', planId, '--reason', 'not today', '-o', 'json']);
  assert.equal(rejected.status, 0, rejected.stderr);
  const { state, approval } = JSON.parse(rejected.stdout).summary;
  assert.equal(state, 'PLAN_STATE_REJECTED');
  assert.deepEqual([approval.decidedBy, approval.reason], ['bob', 'not today']);
  assert.notEqual(await waiting(on, bob), planId);
  assert.deepEqual(arrived, []);
  subscription.unsubscribe();
});

test('who proves nothing decides nothing, and a plan that waited past its expiry is void', async (t) => {
  const on = await brainStage(t, { policy: APPROVAL, approvalExpiry: '2s' });
  const planId = await waiting(on, undefined);
  const refused = await thermocline(['--server', on.address, 'plans', 'approve', planId]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^CALLER_UNPROVEN: /);
  await eventually(async () => {
    const { plans } = await listed(on.address, undefined);
    return plans.find((plan) => plan.planId === planId)?.state === 'PLAN_STATE_EXPIRED' ? true : undefined;
  });
});
