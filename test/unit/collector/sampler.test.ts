/** The collector's way from a machine to its batches, over the fake machine. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { batchesOf } from '../../../services/collector/batcher.js';
import { DamonTracker } from '../../../services/collector/damonTracker.js';
import { ReferencedTracker } from '../../../services/collector/referencedTracker.js';
import { Sampler } from '../../../services/collector/sampler.js';
import { TargetFollower } from '../../../services/collector/targets.js';
import { Trackers } from '../../../services/collector/trackers.js';
import { FakeMachine } from '../../../services/kernel/fake.js';

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const INTERVALS = { sampleUs: 5000, aggregationUs: 100_000, updateUs: 1_000_000, minRegions: 10, maxRegions: 200 };

function machine(wanted = 'auto') {
  let ms = 1_000_000;
  const fake = new FakeMachine({
    clock: () => ms,
    nodes: [
      { id: 0, pages: 10_000 },
      { id: 1, pages: 10_000 },
    ],
  });
  const trackers = new Trackers(
    [new DamonTracker(fake.damon, INTERVALS, 4, () => ms / 1000), new ReferencedTracker(fake.processes, 1)],
    wanted,
  );
  const sampler = new Sampler(
    fake,
    new TargetFollower(
      fake.processes,
      () => true,
      () => new Set(),
    ),
    trackers,
    { residencyShare: 0.1, labels: { rack: 'r1' } },
    { unixMs: () => ms, seconds: () => ms / 1000 },
    () => ({ processCpuSeconds: 0, residentBytes: 0, droppedBatches: 0 }),
    QUIET,
  );
  const pass = (by: number): void => {
    ms += by;
  };
  return { fake, sampler, trackers, pass };
}

test('what nodes deliver is told from the second window on, where the kernel counts it', async () => {
  const { fake, sampler, pass } = machine();
  const used = async () => (await sampler.closeWindow()).facts.nodes?.map((node) => node.usedBandwidthMbps);
  fake.localTraffic = new Map([[0, 1e9]]);
  pass(2000);
  assert.deepEqual(await used(), [undefined, undefined]);
  fake.localTraffic = new Map([[0, 5e9]]);
  pass(2000);
  assert.deepEqual(await used(), [2000, undefined]);
});

test('facts of the host say what is there, and leave out what is not', async () => {
  const { sampler, pass } = machine();
  pass(2000);
  const { facts } = await sampler.closeWindow();
  assert.deepEqual(
    facts.nodes?.map(({ id, tier, hasCpu }) => ({ id, tier, hasCpu })),
    [
      { id: 0, tier: 0, hasCpu: true },
      { id: 1, tier: 1, hasCpu: false },
    ],
  );
  assert.equal(facts.nodes?.[0]?.readLatencyNs, undefined);
  assert.deepEqual(facts.labels, { rack: 'r1' });
});

test('another controller on the host is told of by name, and its DAMON is not used', async () => {
  const { fake, sampler, trackers } = machine();
  fake.damon.blocked = 'in use by somebody else';
  const blocked = new Trackers(
    [new DamonTracker(fake.damon, INTERVALS, 4, () => 0), new ReferencedTracker(fake.processes, 1)],
    'auto',
  );
  assert.deepEqual(
    blocked.states.map(({ tracker, probe }) => [tracker.name, probe.works]),
    [
      ['damon', false],
      ['smaps-referenced', blocked.states[1]?.probe.works],
    ],
  );
  assert.ok(!blocked.inUse((blocked.states[0] as (typeof blocked.states)[0]).tracker));
  assert.ok(trackers.any);
  assert.ok(Array.isArray(sampler.limitations()));
});

test('every part of a window is whole in itself, and the parts cover what the window covered', () => {
  const runs = 40_000;
  const look = {
    runs: {
      startPage: Float64Array.from({ length: runs }, (_, i) => i * 4),
      pages: new Float64Array(runs).fill(2),
      evidence: new Uint8Array(runs).fill(9),
      node: new Uint8Array(runs),
      kind: new Uint8Array(runs).fill(1),
    },
    coverage: { startPage: Float64Array.of(0), pages: Float64Array.of(runs * 4 + 100) },
  };
  const process = {
    identity: { pid: 5, startTicks: 1, startStack: '1', exeInode: 1 },
    parent: 1,
    command: 'x'.repeat(1000),
    name: 'x',
    cgroup: undefined,
    kernelThread: false,
    uid: 0,
  };
  let sequence = 10;
  const batches = batchesOf(
    {
      startUnixMs: 0,
      endUnixMs: 1000,
      nodes: [0],
      ended: [],
      facts: {},
      spaces: [{ process, tracker: { name: 't', pageGranular: true }, looks: 1, residencyUnixMs: 1, look }],
    },
    { hostId: 'h', bootId: 'b', pageSize: 4096, nextSequence: () => sequence++ },
  );
  assert.deepEqual(
    batches.map((batch) => [batch.part, batch.parts, batch.envelope?.sequence, batch.window?.number]),
    [
      [0, 3, 10, 10],
      [1, 3, 11, 10],
      [2, 3, 12, 10],
    ],
  );
  assert.equal(
    batches.reduce((sum, batch) => sum + Number(batch.spaces?.[0]?.runs?.count), 0),
    runs,
  );
  assert.deepEqual(
    batches.map((batch) => batch.host !== undefined),
    [true, false, false],
  );
  assert.equal(batches[0]?.spaces?.[0]?.command?.length, 256);
});

test('pages that are touched are seen hot where they are, those that are not are seen cold, and an end is told', async () => {
  const { fake, sampler, pass } = machine();
  const pid = fake.spawn({
    command: 'db',
    mappings: [{ startPage: 1000, pages: 200, node: (index) => (index < 100 ? 1 : 0) }],
  });
  pass(2000);
  await sampler.closeWindow();
  fake.touch(pid, 1000, 100);
  pass(2000);
  const window = await sampler.closeWindow();
  const look = window.spaces.find(({ process }) => process.identity.pid === pid)?.look;
  const seen = new Map<string, number>();
  look?.runs.startPage.forEach((_, i) => {
    const key = `node ${look.runs.node[i]} ${(look.runs.evidence[i] as number) > 128 ? 'hot' : 'cold'}`;
    seen.set(key, (seen.get(key) ?? 0) + (look.runs.pages[i] as number));
  });
  assert.deepEqual(Object.fromEntries(seen), { 'node 1 hot': 100, 'node 0 cold': 100 });
  fake.exit(pid);
  pass(2000);
  assert.deepEqual(
    (await sampler.closeWindow()).ended.map((identity) => identity.pid),
    [pid],
  );
});

test('limits are held against what cgroups have when all else has been read, under the cgroup that a process is in by then', async () => {
  const { fake, sampler, pass } = machine();
  const mappings = [{ startPage: 1000, pages: 200, node: (index: number) => (index < 50 ? 0 : 1) }];
  const pid = fake.spawn({ command: 'db', cgroup: '/before', mappings });
  pass(2000);
  await sampler.closeWindow();
  fake.moveToCgroup(pid, '/pods/db');
  const read = fake.processes.resident;
  // Reading where pages are takes its time.
  fake.processes.resident = (...given) => {
    pass(300);
    return read(...given);
  };
  pass(2000);
  const { spaces, facts, endUnixMs } = await sampler.closeWindow();
  assert.deepEqual(
    spaces.map(({ process }) => process.cgroup),
    ['/pods/db'],
  );
  const anon = [
    { node: 0, bytes: 50 * 4096 },
    { node: 1, bytes: 150 * 4096 },
  ];
  assert.deepEqual(facts.cgroups, [
    { path: '/pods/db', anon, file: [] },
    { path: '/pods', anon, file: [] },
  ]);
  assert.equal(Number(facts.readUnixMs) - endUnixMs, 300);
});
