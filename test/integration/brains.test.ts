/** Several brain processes on one nats-server, and hosts whose part the test plays. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Child } from '../../deploy/up/child.js';
import type { Plan__Output } from '../../services/contract/gen/thermocline/v1/Plan.js';
import { generateSigningKey, trustedKeysFrom } from '../../services/contract/signature.js';
import { connectService } from '../../services/rpc/client.js';
import { checkoutRoot } from '../lab/guest.js';
import { freePort, natsServer, type TestServer } from './natsServer.js';
import { ScriptedHost } from './scriptedHost.js';

const HOSTS = ['ada', 'bea', 'cid', 'dot', 'eve', 'fay', 'gus', 'hal'];
const keys = generateSigningKey();
const trusted = trustedKeysFrom([keys.publicPem]);
let dir: string;
let server: TestServer;
const hosts: ScriptedHost[] = [];
/** Of the last host, made by the first brain. */
let firstPlan: Plan__Output;

class Brain {
  private constructor(
    readonly child: Child,
    readonly address: string,
  ) {}

  static async start(name: string, extra: readonly string[] = []): Promise<Brain> {
    const address = `127.0.0.1:${await freePort()}`;
    const config = join(dir, `${name}.yaml`);
    writeFileSync(
      config,
      [
        `nats: { servers: ['${server.url}'] }`,
        `grpc: { listen: '${address}' }`,
        "metrics: { listen: '127.0.0.1:0' }",
        `stateDir: ${join(dir, name)}`,
        `signingKey: ${join(dir, 'key.pem')}`,
        'policy: { coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s }',
        'plans: { every: 100ms, expiry: 30s }',
        ...extra,
      ].join('\n'),
    );
    const args = [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', config];
    const child = new Child({ name, command: process.execPath, args, logFile: join(dir, `${name}.log`) }).start();
    const brain = new Brain(child, address);
    await eventually('it answers', async () => (await brain.status()) !== undefined);
    return brain;
  }

  async status() {
    const fleet = connectService('FleetService', this.address);
    return await fleet.call('GetBrainStatus', {}).finally(() => fleet.close());
  }

  async hosts(): Promise<string[]> {
    const fleet = connectService('FleetService', this.address);
    const listed = await fleet.call('ListHosts', {}).finally(() => fleet.close());
    return listed.hosts.map(({ hostId }) => hostId);
  }
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never: ${what}`);
}

const holding = async (brain: Brain, partitions: number): Promise<boolean> =>
  (await brain.status()).partitions === partitions;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'thermocline-brains-'));
  server = await natsServer();
  writeFileSync(join(dir, 'key.pem'), keys.privatePem, { mode: 0o600 });
});

const running: Brain[] = [];

after(async () => {
  for (const host of hosts) await host.nats.close();
  for (const brain of running) await brain.child.stop();
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('a brain alone has all partitions; a second one takes half of them, and their hosts', async () => {
  const first = await Brain.start('first');
  running.push(first);
  await eventually('it holds all', () => holding(first, 64));
  for (const name of HOSTS) hosts.push(await ScriptedHost.connect(server.url, name));
  const orphan = hosts.at(-1) as ScriptedHost;
  for (const host of hosts) if (host !== orphan) await host.window(1);
  firstPlan = await orphan.nextPlan(trusted, () => orphan.window(1));
  await eventually('it knows all hosts', async () => (await first.hosts()).length === HOSTS.length);

  // In threads of its own; the other one does it all in one.
  const second = await Brain.start('second', ['workers: 2']);
  running.push(second);
  await eventually('each holds half', async () => (await holding(first, 32)) && (await holding(second, 32)));
  await eventually('each host has one brain', async () => {
    const both = [...(await first.hosts()), ...(await second.hosts())].sort();
    return JSON.stringify(both) === JSON.stringify(HOSTS);
  });
  assert.equal((await second.status()).brains.length, 2);
});

test('when one is killed the other plans for its hosts, by their heat of before, under higher tokens', async (t) => {
  const [first, second] = running as [Brain, Brain];
  const orphan = hosts.at(-1) as ScriptedHost;
  const [owner, other] = (await first.hosts()).includes(orphan.hostId) ? [first, second] : [second, first];
  const before = firstPlan;
  const begunMs = performance.now();
  await owner.child.stop('SIGKILL');
  await eventually('the other holds all', () => holding(other, 64));
  await eventually('it knows the host again', async () => (await other.hosts()).includes(orphan.hostId));
  t.diagnostic(`taken over in ${((performance.now() - begunMs) / 1000).toFixed(1)} s`);
  await orphan.carryOut(before);
  // Three seconds unseen make the other run cold, the first of them in a window that was sent to the lost brain.
  const plan = await orphan.nextPlan(trusted, () => orphan.window(2));
  assert.equal(plan.spaces[0]?.direction, 'DIRECTION_DEMOTION');
  assert.ok(
    Number(plan.fencingToken) > Number(before.fencingToken),
    `${plan.fencingToken} after ${before.fencingToken}`,
  );
  assert.ok(Number(plan.envelope?.sequence) > Number(before.envelope?.sequence));
});

test('started on what was sent while there was no brain, one plans without waiting for the next window', async () => {
  for (const brain of running.splice(0)) await brain.child.stop();
  const host = hosts[0] as ScriptedHost;
  const plan = await host.nextPlan(trusted, async () => {
    // The cold run has been unseen for a second in a window before; it is ripe after three.
    await host.window(2);
    await host.window(2);
    running.push(await Brain.start('third'));
  });
  assert.equal(plan.spaces[0]?.direction, 'DIRECTION_DEMOTION');
});
