import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { writeTrace } from '../../services/backtest/trace.js';
import { ensureStreams } from '../../services/bus/streams.js';
import { hostSubject } from '../../services/bus/subjects.js';
import { simulatedHost } from '../fleet-sim/simulatedHost.js';
import { simulatedLoop } from '../fleet-sim/simulatedLoop.js';
import { eventually as answering, brainStage } from './brainStage.js';
import { connected, directory, eventually, LIMITS } from './busKit.js';
import { startThermocline } from './commandLine.js';
import { natsServer, type TestServer } from './natsServer.js';

const HOSTS = 5;
const WINDOWS = 60;
const POLICY = `# yaml-language-server: $schema=policy.schema.json
name: shop
classes:
  - name: serving # the shop itself
    match: { cgroups: [/serving] }
    hotRate: 90%
  - name: rest
    hotRate: 90%
guards: { residence: 2m, exchangeHeatGap: 0.5, dataMaxAge: 60s }
`;

let server: TestServer;
before(async () => {
  server = await natsServer();
});
after(() => server.stop());

async function run(...args: string[]) {
  const ended = await startThermocline(args).ended;
  return { ...ended, report: ended.stdout.startsWith('{') ? JSON.parse(ended.stdout) : undefined };
}

/** Batches of modelled hosts that nobody plans for, by host. */
const batches = modelled();

function modelled(): ReadonlyMap<string, readonly Uint8Array[]> {
  const byHost = new Map<string, Uint8Array[]>();
  for (let index = 0; index < HOSTS; index++) {
    const bytes: Uint8Array[] = [];
    simulatedLoop({
      host: simulatedHost({ workload: 'mixed', blocks: 60, intervalSeconds: 10, index, residenceSeconds: 120 }),
      policy: undefined,
      windows: WINDOWS,
      intervalSeconds: 10,
      startUnixMs: 1_700_000_000_000,
      publish: (batch) => bytes.push(batch),
    });
    byHost.set(`host-${index}`, bytes);
  }
  return byHost;
}

async function scene(t: TestContext) {
  const here = directory(t);
  const [policy, trace, out] = ['shop.yaml', 'day.trace', 'tuned.yaml'].map((name) => join(here, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(policy, POLICY);
  await writeTrace(
    trace,
    { source: 'test', createdUnixMs: 0 },
    (async function* () {
      for (const [hostId, all] of batches) for (const bytes of all) yield { hostId, bytes };
    })(),
  );
  const vary = ['--vary', 'hotRate', '--vary', 'exchangeHeatGap=1%..50%', '--budget', '9'];
  return { policy, trace, out, common: ['tune', '--policy', policy, '--out', out, ...vary] };
}

test('a policy is tuned on a trace: written with its evidence, sound, and as good as it says', async (t) => {
  const { policy, trace, out, common } = await scene(t);
  const shown = await run(...common, '--trace', trace, '--threads', '2');
  assert.equal(shown.status, 0, shown.stderr);
  assert.match(shown.stderr, /\d+ candidates on 4 of 4 hosts, 100 % of the data/);
  assert.match(shown.stdout, /^Rests on: {2}trace .*day\.trace\nHosts: {5}4 searched by \(.*\), 1 held out\n/);
  const text = readFileSync(out, 'utf8');
  assert.match(text, /^# yaml-language-server: .*\n# -- evidence: thermocline tune, seed 1\n# Rests on: {2}trace /);
  assert.match(text, /# candidate 1 .*%.*\n(.*\n)*# at hand .*%/);
  assert.match(text, /- name: serving # the shop itself\n/);
  assert.equal((await run('policies', 'validate', out)).status, 0);

  const again = await run(...common, '--trace', trace, '--threads', '1', '-o', 'json');
  assert.equal(again.status, 0, again.stderr);
  assert.equal(readFileSync(out, 'utf8'), text, 'by one thread as by two');
  const { report } = again;
  const [best] = report.rows;
  assert.deepEqual(Object.keys(best.values), ['hotRate:serving', 'hotRate:rest', 'exchangeHeatGap']);
  const checked = await run(
    'backtest',
    '--policy',
    out,
    '--against',
    policy,
    '--trace',
    trace,
    '-o',
    'json',
    '--hosts',
    report.searchedBy.join(','),
  );
  const starOf = (rows: { of: string; class?: string; starEstimate: number }[], of: string) =>
    rows.find((row) => row.of === of && row.class === undefined)?.starEstimate;
  assert.equal(starOf(checked.report.rows, 'candidate'), best.starEstimate);
  assert.equal(starOf(checked.report.rows, 'running'), starOf(report.rows, 'running'));
  assert.ok(best.starEstimate < (starOf(report.rows, 'running') ?? 0));
});

test('what cannot be done is said by code, and no policy is written', async (t) => {
  const { trace, out, common } = await scene(t);
  const on = (...args: string[]) => run(...common, '--trace', trace, ...args);
  const impossible = await on('--max-star', '0.01%');
  assert.match(impossible.stderr, /TUNE_INFEASIBLE: starEstimate 0\.\d{4} is the optimum that hindsight allows/);
  const still = await on('--max-bytes', '1B');
  assert.match(still.stderr, /TUNE_INFEASIBLE: none of \d+ candidates: .*; nearest is starEstimate .* hotRate:serving/);
  const lazy = await on('--objective', 'moved', '--vary', 'hotRate=1%..2%');
  assert.match(lazy.stderr, /USAGE: --vary: hotRate is named twice/);
  assert.equal(lazy.status, 2);
  const odd = await on('--vary', 'luck');
  assert.match(odd.stderr, /USAGE: --vary: got "luck"; expected one of coldAge, hotRate/);
  const upside = await on('--vary', 'residence=10m..5m');
  assert.match(upside.stderr, /USAGE: --vary residence: 10m is more than 5m/);
  const nobody = await on('--hosts', 'nobody');
  assert.match(nobody.stderr, /TRACE_EMPTY/);
  const nowhere = await run(...common, '--trace', trace, '--out', '/nowhere/tuned.yaml');
  assert.match(nowhere.stderr, /TUNE_UNWRITABLE/);
  assert.equal(existsSync(out), false);
});

test('the streams are read once, and searched as a trace is', async (t) => {
  const { trace, out, common } = await scene(t);
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  for (const [hostId, all] of batches) {
    for (const bytes of all) await bus.js.publish(hostSubject('access', hostId), bytes);
  }
  const live = await run(...common, '--nats', server.url, '-o', 'json');
  assert.equal(live.status, 0, live.stderr);
  assert.match(live.report.covers, /^stream ACCESS/);
  assert.match(readFileSync(out, 'utf8'), /# Rests on: {2}stream ACCESS/);
  const file = await run(...common, '--trace', trace, '-o', 'json');
  assert.deepEqual(live.report.rows, file.report.rows);

  const scratch = directory(t);
  const stopped = startThermocline([...common, '--nats', server.url], { TMPDIR: scratch });
  await eventually('what was read is put aside', async () => readdirSync(scratch).length === 1);
  stopped.child.kill('SIGINT');
  assert.equal((await stopped.ended).status, 130);
  assert.deepEqual(readdirSync(scratch), []);
});

test('the active policy of a brain is tuned, and what comes of it applied there', async (t) => {
  const { policy, trace, out } = await scene(t);
  const { address } = await brainStage(t, { policy: 'name: configured' });
  await answering(async () => {
    const { status } = await run('--server', address, 'policies', 'apply', policy, '--allow-empty');
    return status === 0 || undefined;
  });
  const vary = ['--vary', 'hotRate', '--vary', 'exchangeHeatGap', '--budget', '9'];
  const tuned = await run('--server', address, 'tune', '--out', out, '--trace', trace, ...vary);
  assert.equal(tuned.status, 0, tuned.stderr);
  assert.match(readFileSync(out, 'utf8'), /- name: serving # the shop itself\n/);
  const applied = await run('--server', address, 'policies', 'apply', out, '--allow-empty');
  assert.equal(applied.status, 0, applied.stderr);
  const { stdout } = await run('--server', address, 'policies', 'get', 'shop');
  assert.match(stdout, /# -- evidence: thermocline tune, seed 1/);
});
