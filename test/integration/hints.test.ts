/** Hints from the command line through a real brain and a real nats-server into the plans of a host that the test plays. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Child } from '../../deploy/up/child.js';
import { generateSigningKey, trustedKeysFrom } from '../../services/contract/signature.js';
import { checkoutRoot } from '../lab/guest.js';
import { thermocline } from './commandLine.js';
import { freePort, natsServer, type TestServer } from './natsServer.js';
import { ScriptedHost } from './scriptedHost.js';

const HOST = 'hinted-host';
const keys = generateSigningKey();
const trusted = trustedKeysFrom([keys.publicPem]);
let dir: string;
let server: TestServer;
let brain: Child;
let host: ScriptedHost;
let address: string;

const hints = (...args: string[]) => thermocline(['hints', ...args, '--server', address]);

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'thermocline-hints-'));
  server = await natsServer();
  address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, 'key.pem'), keys.privatePem, { mode: 0o600 });
  const config = [
    `nats: { servers: ['${server.url}'] }`,
    `grpc: { listen: '${address}' }`,
    "metrics: { listen: '127.0.0.1:0' }",
    `stateDir: ${join(dir, 'state')}`,
    `signingKey: ${join(dir, 'key.pem')}`,
    'policy: { coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s }',
    'plans: { every: 100ms, expiry: 30s }',
  ];
  writeFileSync(join(dir, 'brain.yaml'), config.join('\n'));
  const args = [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', join(dir, 'brain.yaml')];
  brain = new Child({ name: 'brain', command: process.execPath, args, logFile: join(dir, 'brain.log') }).start();
  host = await ScriptedHost.connect(server.url, HOST);
  for (let tries = 0; (await hints('list')).status !== 0; tries++) assert.ok(tries < 50, 'the brain does not answer');
});

after(async () => {
  await host?.nats.close();
  await brain?.stop();
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('pages that are never to be demoted stay, and go when the hint is taken back', async () => {
  const promotion = await host.nextPlan(trusted, () => host.window(2));
  await host.carryOut(promotion);
  const added = await hints(
    'add',
    '--kind',
    'never-demote',
    '--host',
    HOST,
    '--pid',
    '77',
    '--range',
    '1388000-1400000',
    '--for',
    '1h',
  );
  assert.equal(added.status, 0, added.stderr);
  const id = /^hint (\S+)\n$/.exec(added.stdout)?.[1] as string;
  const list = await hints('list');
  assert.match(
    list.stdout,
    new RegExp(`${id} +never-demote +${HOST} +77 +any +120 from page 0x1388 +in \\d+m +unauthenticated`),
  );
  // Pages 5000 to 5299 are cold by now; the hint is for the first 120 of them.
  const kept = await host.nextPlan(trusted, () => host.window(4));
  assert.deepEqual(
    kept.spaces.map(({ direction, ranges }) => [direction, ranges?.count]),
    [['DIRECTION_DEMOTION', 1]],
  );
  assert.equal(kept.pageCount, '180');
  await host.carryOut(kept);
  assert.equal((await hints('remove', id)).status, 0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const rest = await host.nextPlan(trusted, () => host.window(2));
  assert.equal(rest.pageCount, '120');
});

test('a hint for a class is for all of its processes', async () => {
  const added = await hints('add', '--kind', 'never-demote', '--class', 'default', '--for', '1h');
  assert.equal(added.status, 0, added.stderr);
  assert.match((await hints('list')).stdout, / never-demote +all +all +default +all +in /);
  const id = /^hint (\S+)\n$/.exec(added.stdout)?.[1] as string;
  assert.equal((await hints('remove', id)).status, 0);
});

test('a hint that is not sound is refused with all that is wrong, and one for nobody as well', async () => {
  const unsound = await hints('add', '--kind', 'never-demote', '--before', '5s', '--for', '90d', '--command', '(');
  assert.equal(unsound.status, 1);
  assert.match(unsound.stderr, /RPC_INVALID.*hint\.expires_unix_ms: got \d+; expected at most 30 days ahead/s);
  assert.match(unsound.stderr, /hint\.before_unix_ms: got \d+; expected none: it is for promote-before/);
  assert.match(unsound.stderr, /hint\.selector\.commandRegexes\[0\]: got "\("; expected a regular expression/);
  const nobody = await hints('add', '--kind', 'never-demote', '--host', HOST, '--pid', '4242', '--for', '1h');
  assert.match(nobody.stderr, /RPC_NOT_FOUND.*process 4242 of host "hinted-host" is not watched/);
  const classless = await hints('add', '--kind', 'never-demote', '--class', 'databases', '--for', '1h');
  assert.match(classless.stderr, /RPC_NOT_FOUND.*class "databases" is none of the active policy, which has default/);
  const homeless = await hints('add', '--kind', 'never-demote', '--pid', '77', '--for', '1h');
  assert.match(homeless.stderr, /RPC_INVALID.*hint\.host_id: got ""; expected a host: pids are of one host/);
  const gone = await hints('remove', 'no-such-hint');
  assert.match(gone.stderr, /RPC_NOT_FOUND.*there is no hint "no-such-hint"/);
  const wrong = await hints('add', '--kind', 'never-demote', '--range', '20-10', '--for', '1h');
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^USAGE: --range: got "20-10"; expected START-END/);
});
