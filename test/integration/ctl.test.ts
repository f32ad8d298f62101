import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { authority } from './certificates.js';
import { startThermocline, thermocline } from './commandLine.js';
import { freePort } from './natsServer.js';
import { exampleOutcome, examplePlan, type PlanServer, servePlans } from './planServer.js';

/** Example plans are years old; how many days changes. */
const ageless = (text: string): string => text.replace(/\b\d+d\b/g, 'DAYS');

/** A server with two plans, p2 with an outcome, and the environment that leads the command to it. */
async function twoPlans(t: TestContext): Promise<{ server: PlanServer; env: NodeJS.ProcessEnv }> {
  const server = await servePlans(t);
  server.plans.add(examplePlan('p1'));
  server.plans.add(examplePlan('p2', 'host-b'));
  server.plans.settle(exampleOutcome('p2'));
  return { server, env: { THERMOCLINE_SERVER: server.address } };
}

const LISTED = `\
PLAN   HOST     STATE       PROMOTE   DEMOTE    DONE   AGE
p2     host-b   Completed     320Ki      3Mi   3.1Mi   DAYS
p1     host-a   Published     320Ki      3Mi       0   DAYS
`;

test('plans list is a table without borders or colours', async (t) => {
  const { env } = await twoPlans(t);
  const { status, stdout, stderr } = await thermocline(['plans', 'list'], env);
  assert.equal(ageless(stdout), LISTED);
  assert.deepEqual([status, stderr], [0, '']);
});

test('plans list: wide, without titles, of one host', async (t) => {
  const { env } = await twoPlans(t);
  const wide = (await thermocline(['plans', 'list', '-o', 'wide'], env)).stdout;
  assert.match(wide, /^PLAN .* AGE +MOVES +FAILED +SKIPPED +POLICY +EXPIRES +REASON\np2 .* 4 +64Ki +128Ki +default@3 /);
  const bare = await thermocline(['plans', 'list', '--no-headers', '--host', 'host-a'], env);
  assert.equal(ageless(bare.stdout), 'p1   host-a   Published   320Ki   3Mi   0   DAYS\n');
});

test('plans list as JSON and YAML say the same, in the names of the contract', async (t) => {
  const { env } = await twoPlans(t);
  const json = JSON.parse((await thermocline(['plans', 'list', '-o', 'json'], env)).stdout);
  assert.equal(json.formatVersion, 1);
  assert.deepEqual(
    json.plans.map((plan: { planId: string; state: string; pagesMoved: string }) => [
      plan.planId,
      plan.state,
      plan.pagesMoved,
    ]),
    [
      ['p2', 'PLAN_STATE_COMPLETED', '800'],
      ['p1', 'PLAN_STATE_PUBLISHED', '0'],
    ],
  );
  assert.deepEqual(parse((await thermocline(['plans', 'list', '-o', 'yaml'], env)).stdout), json);
});

test('plans list follows page tokens up to --limit', async (t) => {
  const server = await servePlans(t);
  for (let i = 0; i < 2100; i++) server.plans.add(examplePlan(`p${i}`));
  const list = async (...limit: string[]): Promise<string[]> => {
    const args = ['--server', server.address, 'plans', 'list', '--no-headers', ...limit];
    return (await thermocline(args)).stdout.trimEnd().split('\n');
  };
  const most = await list('--limit', '2050');
  assert.equal(most.length, 2050);
  assert.match(most[0] ?? '', /^p2099 /);
  assert.match(most[2049] ?? '', /^p50 /);
  assert.equal((await list()).length, 50);
});

test('that there are no plans is said on stderr', async (t) => {
  const { address } = await servePlans(t);
  const nothing = await thermocline(['--server', address, 'plans', 'list']);
  assert.deepEqual(nothing, { status: 0, stdout: '', stderr: 'no plans found\n' });
});

const SHOWN = `\
Plan:           p2
Host:           host-b
Boot:           boot-1
State:          Completed
Policy:         default revision 3
Created:        DAYS ago
Expires:        DAYS ago
Fencing token:  12
Promote:        320Ki (80 pages)
Demote:         3Mi (768 pages)
Moves:          4

Process 4242, demotion from node 0 to node 1, 3Mi
  Command:  /usr/bin/cache --size 4g
  Cgroup:   /system.slice/cache.service
  Class:    batch
  ADDRESS     SIZE   HEAT   AGE   REASON
  0x1000000    1Mi   0.00    5m   cold-age: unseen for 300 s, at least 240 s
  0x9000000    2Mi   0.00   15m   cold-age: unseen for 300 s, at least 240 s

Process 4242, promotion from node 1 to node 0, 256Ki
  Command:  /usr/bin/cache --size 4g
  Cgroup:   /system.slice/cache.service
  Class:    batch
  ADDRESS        SIZE   HEAT   AGE   REASON
  0x7f0000000   256Ki   0.80    0s   hot-rate: seen in 80% of looks, at least 50%

File /var/lib/cache/index, promotion from node 1 to node 0, 64Ki
  Class:  batch
  OFFSET    SIZE   HEAT   AGE   REASON
  0x10000   64Ki   1.00    0s   hot-rate: seen in 80% of looks, at least 50%

Outcome
  State:     Completed
  Finished:  DAYS ago
  Took:      2.5s
  Moved:     3.1Mi (800 pages)
  Failed:    64Ki ENOMEM
  Skipped:   128Ki residence
`;

test('plans show: what is moved, why, and what became of it', async (t) => {
  const { env } = await twoPlans(t);
  const shown = await thermocline(['plans', 'show', 'p2'], env);
  assert.equal(ageless(shown.stdout), SHOWN);
  assert.deepEqual([shown.status, shown.stderr], [0, '']);
  const open = await thermocline(['plans', 'show', 'p1'], env);
  assert.match(open.stdout, /^State: +Published$/m);
  assert.doesNotMatch(open.stdout, /Outcome/);
});

test('plans show: a refused plan says why', async (t) => {
  const { server, env } = await twoPlans(t);
  const state = 'OUTCOME_STATE_REFUSED';
  const reasonText = 'signed by a key that is not trusted';
  server.plans.settle(exampleOutcome('p1', { state, reason: 'forged', reasonText, totals: {} }));
  const { stdout } = await thermocline(['plans', 'show', 'p1'], env);
  assert.match(stdout, /^State: +Refused: signed by a key that is not trusted$/m);
  assert.match(stdout, /^ {2}Reason: +forged: signed by a key that is not trusted$/m);
});

test('plans show as JSON has moves as objects, no more than asked for', async (t) => {
  const { env } = await twoPlans(t);
  const { stdout } = await thermocline(['plans', 'show', 'p2', '-o', 'json', '--moves', '1'], env);
  const { formatVersion, summary, plan, outcome } = JSON.parse(stdout);
  assert.equal(formatVersion, 1);
  assert.equal(summary.planId, 'p2');
  assert.equal(plan.fencingToken, '12');
  assert.deepEqual(plan.spaces[0].moves, [
    {
      startPage: 0x1000,
      address: '0x1000000',
      bytes: 2 ** 20,
      pages: 256,
      heat: 0,
      ageSeconds: 300,
      rule: 'cold-age',
      reason: 'unseen for 300 s, at least 240 s',
    },
  ]);
  assert.deepEqual([plan.spaces[0].pages, plan.spaces[0].movesLeftOut], [768, 1]);
  assert.deepEqual([plan.spaces[1].moves, plan.spaces[1].movesLeftOut], [[], 1]);
  assert.equal(plan.spaces[2].space.file.path, '/var/lib/cache/index');
  assert.deepEqual(outcome.totals.pagesSkipped, { residence: '32' });
});

test('plans watch: the backlog, then what changes, a line each; it ends with an error when the server does', async (t) => {
  const { server, env } = await twoPlans(t);
  const watching = startThermocline(['plans', 'watch', '--backlog', '1'], env);
  await watching.seen(/^p2 .*Completed/m);
  server.plans.add(examplePlan('p3'));
  await watching.seen(/^p3 .*Published/m);
  server.plans.settle(exampleOutcome('p3', { state: 'OUTCOME_STATE_PARTIAL' }));
  await watching.seen(/^p3 .*Executing/m);
  await server.close();
  const { status, stdout, stderr } = await watching.ended;
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`^RPC_UNAVAILABLE: ${server.address} `));
  const [titles = '', ...rows] = stdout.trimEnd().split('\n');
  assert.match(titles, /^PLAN +HOST +STATE/);
  assert.equal(rows.length, 3);
  for (const row of rows) assert.match(row.slice(titles.indexOf('HOST')), /^host-/, 'columns are below their titles');
});

test('plans watch as JSON is a document a line', async (t) => {
  const { env } = await twoPlans(t);
  const watching = startThermocline(['plans', 'watch', '-o', 'json'], env);
  await watching.seen(/\n.*\n$/);
  watching.child.kill('SIGINT');
  const lines = (await watching.ended).stdout.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).planId),
    ['p1', 'p2'],
  );
});

test('a reader that goes away ends it quietly', async (t) => {
  const { server, env } = await twoPlans(t);
  const watching = startThermocline(['plans', 'watch'], env);
  await watching.seen(/^p2 /m);
  watching.child.stdout?.destroy();
  server.plans.add(examplePlan('p3'));
  const { status, stderr } = await watching.ended;
  assert.deepEqual([status, stderr], [0, '']);
});

const USAGE: readonly (readonly [string, string])[] = [
  ['plans lst', "unknown command 'lst' (Did you mean list?); see --help"],
  ['plans show', "missing required argument 'id'; see --help"],
  ['plans list --bogus', "unknown option '--bogus'; see --help"],
  ['plans list extra', "too many arguments for 'list'. Expected 0 arguments but got 1; see --help"],
  ['plans list --limit 0', '--limit: got "0"; expected a whole number from 1 to 10000'],
  [
    'status -o xml',
    "option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are table, wide, json, yaml; see --help",
  ],
  ['status --server here', '--server: got "here"; expected host:port'],
  ['status --cert mine.pem', '--ca, --cert and --key go together: both sides prove who they are'],
  ['status --host host-a', '--host goes with plans list, plans watch, hosts list and hints'],
];

for (const [line, says] of USAGE) {
  test(`usage: thermocline ${line}`, async () => {
    const { status, stdout, stderr } = await thermocline(line.split(' '));
    assert.deepEqual({ status, stdout, stderr }, { status: 2, stdout: '', stderr: `USAGE: ${says}\n` });
  });
}

test('help and version are no errors; a command without its subcommand is', async () => {
  const version = await thermocline(['--version']);
  assert.deepEqual([version.status, version.stderr], [0, '']);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  const help = await thermocline(['plans', 'list', '--help']);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /--limit <n>[\s\S]*--server <host:port>/, 'options that hold for all are there as well');
  const bare = await thermocline(['plans']);
  assert.deepEqual([bare.status, bare.stdout], [2, '']);
  assert.match(bare.stderr, /^Usage: thermocline plans /);
});

test('errors of the server and of the way to it: their code, and status 1', async (t) => {
  const { env } = await twoPlans(t);
  const missing = await thermocline(['plans', 'show', 'p9'], env);
  assert.deepEqual(missing, {
    status: 1,
    stdout: '',
    stderr: 'RPC_NOT_FOUND: no plan "p9" is kept here; thermocline plans list shows those that are\n',
  });
  const nobody = `127.0.0.1:${await freePort()}`;
  for (const args of [['plans', 'list'], ['plans', 'watch'], ['hosts', 'list'], ['status']]) {
    const { status, stdout, stderr } = await thermocline(['--server', nobody, ...args]);
    assert.deepEqual([status, stdout], [1, ''], args.join(' '));
    assert.match(stderr, new RegExp(`^RPC_UNAVAILABLE: ${nobody} does not answer \\(.*ECONNREFUSED[^\\n]*\\n$`));
  }
});

test('with certificates it speaks mutual TLS; a file that is not there is named', async (t) => {
  const ours = authority(t);
  const server = await servePlans(t, { tls: ours.issue('brain') });
  server.plans.add(examplePlan('p1'));
  const { ca, cert, key } = ours.issue('alice');
  const listing = ['--server', server.address, '--no-headers', 'plans', 'list'];
  const listed = await thermocline([...listing, '--ca', ca, '--cert', cert, '--key', key]);
  assert.deepEqual([listed.status, listed.stderr], [0, '']);
  assert.match(listed.stdout, /^p1 /);
  const missing = await thermocline([...listing, '--ca', ca, '--cert', cert, '--key', '/nowhere/alice.key']);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /^TLS_INVALID: .*\/nowhere\/alice\.key/);
});
