/** Plans that wait for a person: a real brain with mutual TLS, a real nats-server, and a host whose part the test plays. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Child } from '../../deploy/up/child.js';
import { generateSigningKey, trustedKeysFrom } from '../../services/contract/signature.js';
import { connectService } from '../../services/rpc/client.js';
import type { TlsFiles } from '../../services/rpc/credentials.js';
import { checkoutRoot } from '../lab/guest.js';
import { authority } from './certificates.js';
import { thermocline } from './commandLine.js';
import { freePort, natsServer } from './natsServer.js';
import { ScriptedHost } from './scriptedHost.js';

const keys = generateSigningKey();
const trusted = trustedKeysFrom([keys.publicPem]);

interface Stage {
  readonly address: string;
  readonly brain: Child;
  readonly host: ScriptedHost;
}

/** A brain whose policy asks for approval, and a host with pages to move. */
async function stage(t: TestContext, tls: TlsFiles | undefined, approvalExpiry = '60s'): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-approval-'));
  const server = await natsServer();
  const address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, 'key.pem'), keys.privatePem, { mode: 0o600 });
  writeFileSync(
    join(dir, 'brain.yaml'),
    [
      `nats: { servers: ['${server.url}'] }`,
      `grpc: { listen: '${address}'${tls ? `, tls: ${JSON.stringify(tls)}` : ''} }`,
      "metrics: { listen: '127.0.0.1:0' }",
      `stateDir: ${join(dir, 'state')}`,
      `signingKey: ${join(dir, 'key.pem')}`,
      'policy: { coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s, approval: true }',
      `plans: { every: 100ms, expiry: 30s, approvalExpiry: ${approvalExpiry} }`,
    ].join('\n'),
  );
  const brain = new Child({
    name: 'brain',
    command: process.execPath,
    args: [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', join(dir, 'brain.yaml')],
    logFile: join(dir, 'brain.log'),
  }).start();
  const host = await ScriptedHost.connect(server.url, 'scripted-host');
  t.after(async () => {
    await host.nats.close();
    await brain.stop();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  return { address, brain, host };
}

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it did not happen within 20 s');
}

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
  const on = await stage(t, tls);
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

  const sent = await host.nextPlan(trusted, async () => {
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
  const on = await stage(t, ca.issue('brain'));
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
  const on = await stage(t, undefined, '2s');
  const planId = await waiting(on, undefined);
  const refused = await thermocline(['--server', on.address, 'plans', 'approve', planId]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^CALLER_UNPROVEN: /);
  await eventually(async () => {
    const { plans } = await listed(on.address, undefined);
    return plans.find((plan) => plan.planId === planId)?.state === 'PLAN_STATE_EXPIRED' ? true : undefined;
  });
});
