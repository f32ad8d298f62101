/** Custom rules from the command line through a real brain, its worker thread and a real nats-server into a host's plans. */
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

const HOST = 'ruled-host';
const keys = generateSigningKey();
const trusted = trustedKeysFrom([keys.publicPem]);
let dir: string;
let server: TestServer;
let brain: Child;
let host: ScriptedHost;
let address: string;

const brainOf = (...args: string[]) => thermocline([...args, '--server', address]);

function written(name: string, text: string): string {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}

/** A policy by which the scripted host's class goes by the rule in this file. */
function policyWith(ruleFile: string): string {
  const text = `
name: ruled
classes:
  - { name: db, match: { cgroups: [/db] }, coldAge: 3s, hotRate: 0.5, customRule: mine }
  - { name: rest, coldAge: 3s, hotRate: 0.5 }
guards: { residence: 1s }
customRules: [{ name: mine, file: ${ruleFile} }]
`;
  return written('policy.yaml', text);
}

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not happen');
}

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'thermocline-rules-'));
  server = await natsServer();
  address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, 'key.pem'), keys.privatePem, { mode: 0o600 });
  const config = [
    `nats: { servers: ['${server.url}'] }`,
    `grpc: { listen: '${address}' }`,
    "metrics: { listen: '127.0.0.1:0' }",
    `stateDir: ${join(dir, 'state')}`,
    `signingKey: ${join(dir, 'key.pem')}`,
    // Nothing moves by it: plans come from what is applied.
    'policy: { hotRate: 0.9, bytesPerSecondPerHost: 0 }',
    'plans: { every: 100ms, expiry: 30s }',
    'workers: 1',
  ];
  const args = [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', written('brain.yaml', config.join('\n'))];
  brain = new Child({ name: 'brain', command: process.execPath, args, logFile: join(dir, 'brain.log') }).start();
  host = await ScriptedHost.connect(server.url, HOST);
  await eventually(async () => ((await brainOf('hosts', 'list')).status === 0 ? true : undefined));
});

after(async () => {
  await host?.nats.close();
  await brain?.stop();
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('a policy whose rule is none is refused, here and by the brain', async () => {
  written('none.js', 'export default function (');
  const policy = policyWith('none.js');
  for (const verb of ['validate', 'apply']) {
    const { status, stderr } = await brainOf('policies', verb, policy);
    assert.notEqual(status, 0, verb);
    assert.match(stderr, /policy\.yaml:7:\d+: customRules\.0: RULE_INVALID: rule mine: SyntaxError/, verb);
  }
});

test('a class goes by its rule, in a worker thread, and the plan says so', async () => {
  // What heat and age would have demoted is left where it is.
  written('mine.js', 'export default ({ heat }) => heat.map((h) => h > 0.5 ? 1 : 0);');
  const applied = await brainOf('policies', 'apply', policyWith('mine.js'));
  assert.equal(applied.status, 0, applied.stderr);
  const windows = async (): Promise<void> => {
    // The rule is compiled when the first window asks for it, and the next one is planned by it.
    for (let i = 0; i < 3; i++) {
      await host.window(2);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  const plan = await host.nextPlan(trusted, windows);
  assert.deepEqual(
    plan.spaces.map(({ direction }) => direction),
    ['DIRECTION_PROMOTION'],
  );
  assert.deepEqual(
    plan.reasons.map(({ rule }) => rule),
    ['score'],
  );
});

test('what a rule did on a host, and what it failed at, is shown', async () => {
  written('fails.js', 'export default () => { throw new RangeError("not today"); };');
  const applied = await brainOf('policies', 'apply', policyWith('fails.js'));
  assert.equal(applied.status, 0, applied.stderr);
  const state = await eventually(async () => {
    await host.window(2);
    const { stdout } = await brainOf('hosts', 'show', HOST, '-o', 'json');
    const [rule] = JSON.parse(stdout).host.rules;
    return rule?.suspended === true ? rule : undefined;
  });
  assert.equal(state.lastError, 'RULE_FAILED: rule mine: RangeError: not today (mine.js:1:44)');
  assert.deepEqual(Object.keys(state.failures), ['RULE_FAILED']);
  const status = await brainOf('status');
  assert.match(status.stdout, /rule-suspended: on 1 of the hosts, until the policy changes: RULE_FAILED/);
  const shown = await brainOf('hosts', 'show', HOST);
  assert.match(shown.stdout, /mine \(suspended\) .* RULE_FAILED 3/);
});

test('a rule can be tried without a brain', async () => {
  const rule = written(
    'tried.js',
    'export default ({ age }, { command }) => age.map((a) => command === "db" && a > 5 ? -1 : NaN);',
  );
  const sample = { command: 'db', runs: [1, 10].map((age, i) => ({ startPage: 16 * i, pages: 4, heat: 0.25, age })) };
  const input = written('sample.json', JSON.stringify(sample));
  const tried = await thermocline(['rules', 'test', rule, '--input', input]);
  assert.equal(tried.status, 0, tried.stderr);
  assert.deepEqual(tried.stdout.split('\n'), [
    'START   PAGES   HEAT   AGE   TIER   KIND   SCORE   SO IT IS',
    '0x0         4   0.25    1s      0   anon       -   left to heat and age',
    '0x10        4   0.25   10s      0   anon   -1.00   cold',
    '',
    'tried scored 1 of 2 runs, twice the same',
    '',
  ]);
  const wrong = await thermocline(['rules', 'test', rule, '--input', written('wrong.json', '{"runs": [{"heat": 2}]}')]);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^USAGE: --input: .*wrong\.json: runs\.0\.startPage/);
  const endless = await thermocline(['rules', 'test', written('endless.js', 'export default () => { for (;;); }')]);
  assert.equal(endless.status, 1);
  assert.match(endless.stderr, /^RULE_TIMEOUT: rule endless: it took more effort than it has for so many runs/);
});
