import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accessSampleStreams, ensureStreams } from '../../services/bus/streams.js';
import { hostSubject } from '../../services/bus/subjects.js';
import { partitionOf } from '../../services/contract/ids.js';
import { codec } from '../../services/contract/schema.js';
import { simulatedHost } from '../fleet-sim/simulatedHost.js';
import { simulatedLoop } from '../fleet-sim/simulatedLoop.js';
import { connected, directory, eventually, LIMITS } from './busKit.js';
import { startThermocline } from './commandLine.js';
import { natsServer, type TestServer } from './natsServer.js';

const WINDOWS = 60;
const POLICY = `
name: trial
classes:
  - name: serving
    match: { cgroups: [/serving] }
    hotRate: 2%
  - name: rest
    hotRate: 2%
guards: { residence: 2m, exchangeHeatGap: 0.1, dataMaxAge: 60s }
`;
const DAY_MS = 86_400_000;

let server: TestServer;
before(async () => {
  server = await natsServer();
});
after(() => server.stop());

/** Batches of a modelled host that nobody plans for, under this name. */
function batchesOf(hostId: string, index: number): Uint8Array[] {
  const batches: Uint8Array[] = [];
  const { decode, encode } = codec('AccessBatch');
  simulatedLoop({
    host: simulatedHost({ workload: 'mixed', blocks: 100, intervalSeconds: 10, index, residenceSeconds: 120 }),
    policy: undefined,
    windows: WINDOWS,
    intervalSeconds: 10,
    startUnixMs: 1_700_000_000_000,
    publish: (bytes) => {
      const batch = decode(bytes);
      batches.push(encode({ ...batch, envelope: { ...batch.envelope, hostId } } as Parameters<typeof encode>[0]));
    },
  });
  return batches;
}

async function run(...args: string[]) {
  const ended = await startThermocline(args).ended;
  return { ...ended, report: ended.stdout.startsWith('{') ? JSON.parse(ended.stdout) : undefined };
}

const starOf = (report: { rows: { of: string; class?: string; starEstimate: number }[] }, of: string): number =>
  report.rows.find((row) => row.of === of && row.class === undefined)?.starEstimate ?? Number.NaN;

test('a policy is tried on the stream and on a trace of it, alike, and held to limits', async (t) => {
  const bus = await connected(t, server.url);
  await ensureStreams(bus, { ...LIMITS, accessSample: { partitions: 2, maxAgeMs: 7 * DAY_MS, maxBytes: 2 ** 26 } });
  const here = directory(t);
  const policy = join(here, 'trial.yaml');
  writeFileSync(policy, POLICY);
  // Two hosts that are in the sample, by their names, and one that is not.
  const ids = Array.from({ length: 2000 }, (_, i) => `host-${i}`);
  const sampled = ids.filter((id) => Number(partitionOf(id)) < 2).slice(0, 2);
  const other = ids.find((id) => Number(partitionOf(id)) >= 2) as string;
  for (const [index, id] of [...sampled, other].entries()) {
    for (const bytes of batchesOf(id, index)) await bus.js.publish(hostSubject('access', id), bytes);
  }
  const nats = ['--nats', server.url];
  const common = ['backtest', '--policy', policy, '--against', policy, '-o', 'json'];

  const live = await run(...common, ...nats, '--threads', '2');
  assert.equal(live.status, 0, live.stderr);
  assert.deepEqual(live.report.hosts, [...sampled, other].sort());
  assert.equal(live.report.batches, 3 * WINDOWS);
  assert.match(live.report.covers, /stream ACCESS/);
  assert.ok(starOf(live.report, 'candidate') < starOf(live.report, 'nothing'));
  assert.ok(starOf(live.report, 'optimum') <= starOf(live.report, 'candidate'));
  assert.equal(starOf(live.report, 'running'), starOf(live.report, 'candidate'), 'it was held against itself');

  const one = await run(...common, ...nats, '--hosts', other);
  assert.deepEqual([one.report.hosts, one.report.batches], [[other], WINDOWS]);
  const two = await run(...common, ...nats, '--hosts', `${sampled[0]},${other}`);
  assert.deepEqual([two.report.hosts, two.report.batches], [[sampled[0], other].sort(), 2 * WINDOWS]);

  const file = join(here, 'day.trace');
  const exported = await run('trace', 'export', file, ...nats);
  assert.equal(exported.status, 0, exported.stderr);
  const info = await run('trace', 'info', file, '-o', 'json');
  assert.deepEqual([info.report.batches, info.report.isWhole, info.report.hosts.length], [3 * WINDOWS, true, 3]);
  const replayed = await run(...common, '--trace', file, '--threads', '1');
  assert.equal(replayed.status, 0, replayed.stderr);
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
  for (const of of ['candidate', 'nothing', 'recorded', 'optimum']) {
    assert.ok(near(starOf(replayed.report, of), starOf(live.report, of)), `${of} is the same by one thread and by two`);
  }

  const strict = await run(...common, '--trace', file, '--max-star', '0.1%', '--max-bytes', '1B');
  assert.equal(strict.status, 1);
  assert.match(strict.stderr, /BACKTEST_LIMIT: starEstimate .* at most 0\.001 .*; \d+ bytes moved, at most 1/);
  const loose = await run(...common, '--trace', file, '--max-star', '100%', '--max-bytes', '1TiB');
  assert.equal(loose.status, 0, loose.stderr);
  const none = await run(...common, '--trace', file, '--hosts', 'nobody');
  assert.match(none.stderr, /TRACE_EMPTY/);
  assert.equal(none.status, 1);
});

test('what went from ACCESS is in the sample still, of its hosts alone', async (t) => {
  const bus = await connected(t, server.url);
  const samples = await accessSampleStreams(bus);
  assert.deepEqual(samples, ['ACCESS_SAMPLE_00', 'ACCESS_SAMPLE_01']);
  const count = async (): Promise<number> => {
    const states = await Promise.all(samples.map((name) => bus.jsm.streams.info(name)));
    return states.reduce((sum, { state }) => sum + state.messages, 0);
  };
  await eventually('the server has copied both hosts', async () => (await count()) === 2 * WINDOWS);
  await bus.jsm.streams.purge('ACCESS');
  const here = directory(t);
  const policy = join(here, 'trial.yaml');
  writeFileSync(policy, POLICY);
  const past = await run('backtest', '--policy', policy, '--nats', server.url, '--from', '7d', '-o', 'json');
  assert.equal(past.status, 0, past.stderr);
  assert.equal(past.report.batches, 2 * WINDOWS);
  assert.match(past.report.covers, /hosts of 2 of 64 partitions, 3\.1 % of the fleet/);
  assert.match(past.stderr, /no comparison with the running policy: RPC_UNAVAILABLE/);
});
