/** A real brain process, a real nats-server, and a host whose part the test plays. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Child } from '../../deploy/up/child.js';
import { decodeRanges } from '../../services/contract/ranges.js';
import { generateSigningKey, trustedKeysFrom } from '../../services/contract/signature.js';
import { connectService } from '../../services/rpc/client.js';
import { checkoutRoot } from '../lab/guest.js';
import { freePort, natsServer, type TestServer } from './natsServer.js';
import { ScriptedHost } from './scriptedHost.js';

const HOST = 'scripted-host';
const keys = generateSigningKey();
const trusted = trustedKeysFrom([keys.publicPem]);
let dir: string;
let server: TestServer;
let brain: Child;
let host: ScriptedHost;
let address: string;

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it did not happen within 20 s');
}

const status = () =>
  eventually(async () => {
    const fleet = connectService('FleetService', address);
    return await fleet.call('GetBrainStatus', {}).finally(() => fleet.close());
  });

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'thermocline-brain-'));
  server = await natsServer();
  address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, 'key.pem'), keys.privatePem, { mode: 0o600 });
  writeFileSync(
    join(dir, 'brain.yaml'),
    [
      `nats: { servers: ['${server.url}'] }`,
      `grpc: { listen: '${address}' }`,
      "metrics: { listen: '127.0.0.1:0' }",
      `stateDir: ${join(dir, 'state')}`,
      `signingKey: ${join(dir, 'key.pem')}`,
      'policy: { coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s }',
      'plans: { every: 100ms, expiry: 30s }',
    ].join('\n'),
  );
  brain = new Child({
    name: 'brain',
    command: process.execPath,
    args: [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', join(dir, 'brain.yaml')],
    logFile: join(dir, 'brain.log'),
  }).start();
  await status();
  host = await ScriptedHost.connect(server.url, HOST);
});

after(async () => {
  await host?.nats.close();
  await brain?.stop();
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('what was seen hot on the slow node is promoted, what stayed cold on the fast one demoted, and no page twice', async () => {
  const plan = await host.nextPlan(trusted, () => host.window(2));
  assert.deepEqual(
    plan.spaces.map(({ direction, fromNode, toNode }) => ({ direction, fromNode, toNode })),
    [{ direction: 'DIRECTION_PROMOTION', fromNode: 1, toNode: 0 }],
  );
  assert.deepEqual(decodeRanges(plan.spaces[0]?.ranges ?? null), {
    startPage: Float64Array.of(1000),
    pages: Float64Array.of(100),
  });
  assert.match(plan.reasons[0]?.text ?? '', /\S/);
  await host.carryOut(plan);
  // Longer than `plans.every`: a host is planned for at most that often.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const demotion = await host.nextPlan(trusted, () => host.window(2));
  assert.deepEqual(
    demotion.spaces.map(({ direction, fromNode, toNode }) => ({ direction, fromNode, toNode })),
    [{ direction: 'DIRECTION_DEMOTION', fromNode: 0, toNode: 1 }],
    'the promoted pages are where they should be, by the outcome, though the columns still say node 1',
  );
  await host.carryOut(demotion);
});

test('plans are listed newest first, and shown with what became of them', async () => {
  const plans = connectService('PlanService', address);
  const listed = await eventually(async () => {
    const { plans: all } = await plans.call('ListPlans', { hostId: HOST });
    return all.length === 2 && all.every(({ state }) => state === 'PLAN_STATE_COMPLETED') ? all : undefined;
  });
  assert.deepEqual(
    listed.map((plan) => plan.pagesMoved),
    ['300', '100'],
  );
  const { plan, outcome } = await plans.call('GetPlan', { planId: listed[0]?.planId ?? '' });
  assert.equal(plan?.policyName, 'default');
  assert.equal(outcome?.state, 'OUTCOME_STATE_COMPLETED');
  plans.close();
});

test('a message that cannot be read is set aside with the reason, and stops nothing', async () => {
  const dead = host.nats.subscribe('thermocline.v1.dead.brain', { max: 3, timeout: 20_000 });
  await host.publish('access', Buffer.from('not a batch at all \u00ff\u00ff'));
  await host.publish('outcome', Buffer.from([255, 255, 255]));
  await host.publish('plan', Buffer.from([10, 200]));
  let letters = 0;
  for await (const letter of dead) {
    letters++;
    assert.match(Buffer.from(letter.data).toString('latin1'), /malformed/);
  }
  assert.equal(letters, 3);
  const before = Number((await status()).batches);
  await host.window(2);
  await eventually(async () => (Number((await status()).batches) > before ? true : undefined));
  assert.equal((await status()).deadLetters, '3');
});

test('killed and started again, the brain knows its plans, its policy revision, and what is already in place', async () => {
  const before = await status();
  await brain.restart('SIGKILL');
  const again = await status();
  assert.equal(again.brainId, before.brainId);
  assert.equal(again.policyRevision, before.policyRevision);
  const plans = connectService('PlanService', address);
  await eventually(async () => {
    const { plans: all } = await plans.call('ListPlans', { hostId: HOST });
    return all.length === 2 && all.every(({ state }) => state === 'PLAN_STATE_COMPLETED') ? true : undefined;
  });
  // Windows of a host whose pages are all in place: nothing is planned again.
  await host.window(2);
  await host.window(2);
  await eventually(async () => (Number((await status()).batches) >= 2 ? true : undefined));
  assert.equal((await plans.call('ListPlans', { hostId: HOST })).plans.length, 2);
  plans.close();
});
