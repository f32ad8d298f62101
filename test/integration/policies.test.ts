/** Policies as people handle them: the command, a real brain, a real nats-server, and a host whose part the test plays. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { parse } from 'yaml';
import { Child } from '../../deploy/up/child.js';
import { generateSigningKey, trustedKeysFrom } from '../../services/contract/signature.js';
import { connectService } from '../../services/rpc/client.js';
import type { TlsFiles } from '../../services/rpc/credentials.js';
import { checkoutRoot } from '../lab/guest.js';
import { authority } from './certificates.js';
import { type Ended, thermocline } from './commandLine.js';
import { freePort, natsServer, type TestServer } from './natsServer.js';
import { ScriptedHost } from './scriptedHost.js';

const keys = generateSigningKey();
const trusted = trustedKeysFrom([keys.publicPem]);
let dir: string;
let server: TestServer;
let brain: Child;
let startOther: (listen: string) => Child;
let host: ScriptedHost;
let address: string;
let alice: TlsFiles;
let cleanCertificates: () => void;

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it did not happen within 20 s');
}

/** The command, as Alice. */
const policies = (...args: string[]): Promise<Ended> => {
  const { ca, cert, key } = alice;
  return thermocline(['--server', address, '--ca', ca, '--cert', cert, '--key', key, 'policies', ...args]);
};

const status = (of = address) =>
  eventually(async () => {
    const fleet = connectService('FleetService', of, { tls: alice });
    return await fleet.call('GetBrainStatus', {}).finally(() => fleet.close());
  });

const active = async (of = address): Promise<string> => {
  const { policyName, policyRevision } = await status(of);
  return `${policyName}@${policyRevision}`;
};

/** Writes a policy file; answers its name. */
function written(name: string, text: string): string {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}

/** Everything hot by `hotRate`, of a class that matches the scripted host's process. */
const policy = (coldAge: string, more = ''): string => `\
name: fleet # the one
classes:
  - name: db
    match: { cgroups: [/db] }
    coldAge: ${coldAge}
    hotRate: 0.5
  - name: rest
guards: { residence: 1s }
${more}`;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'thermocline-policies-'));
  const ours = authority({ after: (clean) => (cleanCertificates = clean) });
  alice = ours.issue('alice');
  const own = ours.issue('brain');
  server = await natsServer();
  address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, 'key.pem'), keys.privatePem, { mode: 0o600 });
  const start = (name: string, listen: string): Child => {
    writeFileSync(
      join(dir, `${name}.yaml`),
      [
        `nats: { servers: ['${server.url}'] }`,
        `grpc: { listen: '${listen}', tls: { ca: ${own.ca}, cert: ${own.cert}, key: ${own.key} } }`,
        "metrics: { listen: '127.0.0.1:0' }",
        `stateDir: ${join(dir, name)}`,
        `signingKey: ${join(dir, 'key.pem')}`,
        // Nothing moves by it: plans come from what is applied.
        'policy: { hotRate: 0.9, bytesPerSecondPerHost: 0 }',
        'plans: { every: 100ms, expiry: 30s }',
        // Policies have to reach the threads that plan.
        'workers: 1',
      ].join('\n'),
    );
    return new Child({
      name,
      command: process.execPath,
      args: [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', join(dir, `${name}.yaml`)],
      logFile: join(dir, `${name}.log`),
    }).start();
  };
  brain = start('brain', address);
  startOther = (listen) => start('other', listen);
  await status();
  host = await ScriptedHost.connect(server.url, 'scripted-host');
});

after(async () => {
  await host?.nats.close();
  await brain?.stop();
  await server?.stop();
  cleanCertificates?.();
  rmSync(dir, { recursive: true, force: true });
});

test('until anyone has applied a policy, that of the configuration is active, as revision 1', async () => {
  assert.equal(await active(), 'default@1');
  const { stdout } = await policies('get', '-o', 'yaml');
  assert.equal(parse(stdout).classes[0].hotRate, 0.9);
});

test('apply makes it active; plans are made under it from then on', async () => {
  await host.window(2);
  await eventually(async () => (Number((await status()).batches) > 0 ? true : undefined));
  const file = written('fleet.yaml', policy('2s'));
  const tried = await policies('apply', file, '--dry-run');
  assert.equal(tried.stdout.split('\n')[0], 'policy fleet revision 1 would be active');
  assert.equal(await active(), 'default@1');
  const applied = await policies('apply', file, '--revision', '0');
  assert.deepEqual([applied.status, applied.stderr], [0, '']);
  assert.match(applied.stdout, /^policy fleet revision 1 is active\n(.*\n)*\+ classes\.db: /);
  assert.equal(await active(), 'fleet@1');
  const plan = await host.nextPlan(trusted, () => host.window(2));
  assert.deepEqual([plan.policyName, plan.policyRevision, plan.spaces[0]?.class], ['fleet', '1', 'db']);
});

test('the same text again makes no revision; another one does, and only from the revision that is expected', async () => {
  const same = await policies('apply', join(dir, 'fleet.yaml'));
  assert.equal(same.stdout, 'policy fleet revision 1 is active; it says the same as before\n');
  const next = written('next.yaml', policy('4s'));
  const late = await policies('apply', next, '--revision', '0');
  assert.deepEqual(late, {
    status: 1,
    stdout: '',
    stderr: 'CONFLICT: policy fleet is at revision 1, not at 0; look at what changed, and apply again\n',
  });
  const applied = await policies('apply', next, '--revision', '1');
  assert.equal(applied.stdout, 'policy fleet revision 2 is active\n~ classes.db.coldAge: 2s -> 4s\n');
});

test('of two applies at once that expect the same revision, one is made and the other hears of it', async () => {
  const a = written('a.yaml', policy('5s'));
  const b = written('b.yaml', policy('6s'));
  const both = await Promise.all([policies('apply', a, '--revision', '2'), policies('apply', b, '--revision', '2')]);
  assert.deepEqual(both.map((each) => each.status).sort(), [0, 1]);
  assert.match(
    both.map(({ stderr }) => stderr).join(''),
    /^CONFLICT: policy fleet is at revision 3, not at 2; [^\n]*\n$/,
  );
  assert.equal(await active(), 'fleet@3');
});

test('history, list, get and diff tell every revision, and who applied it', async () => {
  const history = await policies('history', 'fleet', '--no-headers');
  assert.deepEqual(
    history.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ +/).filter((_, i) => i !== 4)),
    [
      ['fleet', '3', 'yes', '2', 'alice'],
      ['fleet', '2', 'no', '2', 'alice'],
      ['fleet', '1', 'no', '2', 'alice'],
    ],
  );
  const list = JSON.parse((await policies('list', '-o', 'json')).stdout);
  assert.deepEqual(
    list.policies.map((each: { name: string; revision: string; active: boolean }) => [
      each.name,
      each.revision,
      each.active,
    ]),
    [
      ['default', '1', false],
      ['fleet', '3', true],
    ],
  );
  const first = await policies('get', 'fleet', '--revision', '1', '-o', 'yaml');
  assert.equal(first.stdout, `${policy('2s').trimEnd()}\n`, 'as it was written, comments and all');
  const shown = await policies('get', 'fleet', '--revision', '2');
  assert.match(shown.stdout, /^Policy: +fleet\nRevision: +2\nAuthor: +alice\nCreated: .*\n\nname: fleet # the one\n/);
  assert.equal((await policies('diff', 'fleet', '1', '2')).stdout, '~ classes.db.coldAge: 2s -> 4s\n');
  const none = await policies('diff', 'fleet', '2', '2');
  assert.deepEqual(none, { status: 0, stdout: '', stderr: 'no differences found\n' });
  const file = written('third.yaml', policy('1h', 'approval: true\n'));
  assert.match(
    (await policies('diff', 'fleet', file)).stdout,
    /^~ classes\.db\.coldAge: [56]s -> 1h\n~ approval: false -> true\n$/,
  );
  const missing = await policies('get', 'fleet', '--revision', '9');
  assert.deepEqual(missing, {
    status: 1,
    stdout: '',
    stderr:
      'RPC_NOT_FOUND: there is no revision 9 of policy "fleet"; thermocline policies list shows those there are\n',
  });
});

test('what no host has, or no host can hold, is refused with its line', async () => {
  const empty = written(
    'empty.yaml',
    policy('2s').replace('  - name: rest', '  - { name: web, match: { commands: [nginx] } }\n  - name: rest'),
  );
  const validated = await policies('validate', empty, '--against-fleet');
  const reason = 'class web selects no process on the one host that is known';
  assert.equal(validated.stderr, `${empty}:7:18: classes.1.match: warning: ${reason}\n`);
  assert.equal(validated.status, 0);
  const refused = await policies('apply', empty);
  assert.equal(
    refused.stderr,
    `${empty}:7:18: classes.1.match: ${reason}\nPOLICY_INVALID: ${empty} has one problem, listed above\n`,
  );
  assert.equal(refused.status, 1);
  const greedy = written('greedy.yaml', policy('2s').replace('hotRate: 0.5', 'fastFloor: 2GiB'));
  const short = await policies('apply', greedy);
  assert.equal(
    short.stderr,
    `${greedy}:6:5: classes.0.fastFloor: floors ask host scripted-host for 2.00 GiB, and plans may fill 0.95 GiB of its fast tier\n` +
      `POLICY_INVALID: ${greedy} has one problem, listed above\n`,
  );
  assert.equal(await active(), 'fleet@3');
});

test('a server that is spoken to directly refuses with code, line, field and reason', async () => {
  const service = connectService('PolicyService', address, { tls: alice });
  await assert.rejects(
    service.call('ApplyPolicy', { source: 'name: x\nclases: []\n' }),
    (error: Error & { code: string }) =>
      error.code === 'POLICY_INVALID' && error.message === 'policy:2:1: clases: unknown key; did you mean classes?',
  );
  const { problems, policy: sound } = await service.call('ValidatePolicy', {
    source: 'name: x\ntiers: [{ rank: 0, low: 9% }]\ncustomRules: [{ name: r, source: export default 1 }]\n',
  });
  assert.deepEqual(
    problems.map(({ field, line, column }) => ({ field, line, column })),
    [
      { field: 'tiers.0.low', line: 2, column: 20 },
      { field: 'customRules.0', line: 3, column: 15 },
    ],
  );
  assert.equal(sound, null);
  service.close();
});

test('killed and started again, a brain goes on with what was applied, whatever its configuration says', async () => {
  await brain.restart('SIGKILL');
  assert.equal(await active(), 'fleet@3');
  const again = await policies('apply', join(dir, 'next.yaml'), '--allow-empty');
  assert.match(again.stdout, /^policy fleet revision 4 is active\n/);
});

test('a rule in a file goes with the policy', async () => {
  written('rule.js', 'export default () => 1;\n');
  const file = written(
    'ruled.yaml',
    policy('2s', 'customRules: [{ name: mine, file: rule.js }]\n').replace('hotRate: 0.5', 'customRule: mine'),
  );
  const applied = await policies('apply', file, '--allow-empty');
  assert.deepEqual([applied.status, applied.stderr], [0, '']);
  const { policy: stored } = JSON.parse((await policies('get', '-o', 'json')).stdout);
  assert.deepEqual(stored.customRules, [{ name: 'mine', source: 'export default () => 1;\n' }]);
  assert.equal((await policies('diff', 'fleet', file)).stderr, 'no differences found\n');
  const lost = written('lost.yaml', policy('2s', 'customRules: [{ name: mine, file: lost.js }]\n'));
  const refused = await policies('validate', lost);
  assert.match(
    refused.stderr,
    /lost\.yaml:9:29: customRules\.0\.file: got "lost\.js"; .*lost\.js is not there; [^\n]*\n/,
  );
});

test('another brain goes by what is applied here, from its start and from then on', async (t) => {
  const there = `127.0.0.1:${await freePort()}`;
  const other = startOther(there);
  t.after(() => other.stop());
  assert.equal(await active(there), await active());
  const file = written('both.yaml', policy('7s'));
  const applied = await policies('apply', file, '--allow-empty');
  const [, revision] = /^policy fleet revision (\d+) is active$/m.exec(applied.stdout) ?? [];
  await eventually(async () => ((await active(there)) === `fleet@${revision}` ? true : undefined));
});
