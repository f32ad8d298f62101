import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ActuatorSettings } from '../../../services/actuator/actuatorParts.js';
import { limitationsOf } from '../../../services/actuator/limitations.js';
import { Movers } from '../../../services/actuator/movers.js';
import { fates } from '../../../services/actuator/safetyNet.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import { FakeReclaim } from '../../../services/kernel/fakeReclaim.js';
import { Bench, machineOf, until } from './kit/bench.js';

after(() => Bench.closeAll());

const NODE_PAGES = 10_000;
const ON = { enabled: true, below: 0.1, until: 0.2, cgroups: ['/batch'], mostBytes: 400 * 4096 };

/** Node 0 has 10,000 pages, of which a process has `used`. */
function stage(used: number, settings: Partial<ActuatorSettings> = {}) {
  const machine = machineOf({
    nodes: [
      { id: 0, pages: NODE_PAGES },
      { id: 1, pages: 2 * NODE_PAGES },
    ],
  });
  machine.others = { numaBalancing: 0, demotionEnabled: true, foreignKdamonds: [] };
  machine.spawn({ cgroup: '/batch', mappings: [{ startPage: 1000, pages: used, node: 0 }] });
  const reclaim = new FakeReclaim(machine, 1);
  const bench = new Bench({ machine, reclaim, settings: { safetyNet: ON, ...settings } });
  const net = bench.actuator.safetyNet;
  assert.ok(net);
  return { bench, machine, reclaim, net };
}

function freeShare(machine: FakeMachine, node: number): number {
  return machine.freePages(node) / NODE_PAGES;
}

test('a node that is short is helped until enough is free, in requests of a bounded size', async () => {
  const { bench, machine, reclaim, net } = stage(9_500);
  bench.hear();
  await until(() => freeShare(machine, 0) >= 0.2, 'node 0 to have room');
  await net.close();
  assert.deepEqual(reclaim.asked, ['node0 400', 'node0 400', 'node0 400', 'node0 300']);
  assert.deepEqual([net.requests, net.demotedBytes, net.leftBytes], [4, 1_500 * 4096, 0]);
  assert.deepEqual(net.shortNodes, []);
});

test('a node that is not short is left alone, and so is the last tier', async () => {
  const { bench, machine, reclaim, net } = stage(8_900);
  machine.fill(1);
  bench.hear();
  net.look();
  await net.close();
  assert.deepEqual([reclaim.asked, net.refused], [[], undefined]);
});

test('without demotion_enabled it is refused by name, and the limitation says so', async () => {
  for (const demotionEnabled of [false, undefined]) {
    const { bench, machine, reclaim, net } = stage(9_500);
    machine.others = { numaBalancing: 0, demotionEnabled, foreignKdamonds: [] };
    bench.hear();
    net.look();
    await net.close();
    assert.deepEqual([reclaim.asked, net.refused?.reason], [[], 'demotion-disabled']);
    const named = limitationsOf(machine.host, machine.host.topology(), Movers.of(), undefined, true);
    assert.ok(named.some(({ name }) => name === 'no-safety-net'));
  }
});

test('where slower tiers are full it is refused, for pages would leave memory', async () => {
  const { bench, machine, reclaim, net } = stage(9_500);
  machine.fill(1);
  bench.hear();
  net.look();
  await net.close();
  assert.deepEqual([reclaim.asked, net.refused?.reason], [[], 'slower-tiers-full']);
});

test('without the files of nodes the named cgroup with the most there is asked, and without one it is refused', async () => {
  const { bench, machine, reclaim, net } = stage(9_500, { safetyNet: { ...ON, cgroups: ['/other', '/batch'] } });
  reclaim.hasNodeFiles = false;
  bench.hear();
  await until(() => freeShare(machine, 0) >= 0.2, 'node 0 to have room');
  await net.close();
  assert.deepEqual([...new Set(reclaim.asked.map((each) => each.split(' ')[0]))], ['/batch']);

  const none = stage(9_500, { safetyNet: { ...ON, cgroups: ['/other'] } });
  none.reclaim.hasNodeFiles = false;
  none.bench.hear();
  none.net.look();
  await none.net.close();
  assert.deepEqual([none.reclaim.asked, none.net.refused?.reason], [[], 'no-reclaim-file']);
});

for (const hasNodeFiles of [true, false]) {
  const route = hasNodeFiles ? 'the file of a node' : 'a cgroup';
  test(`what left memory instead of moving is counted, in status and in the limiter, by ${route}`, async () => {
    const { bench, machine, reclaim, net } = stage(9_500, { safetyNet: { ...ON, cgroups: ['/batch'] } });
    reclaim.hasNodeFiles = hasNodeFiles;
    reclaim.swapped = 100;
    bench.hear();
    await until(() => freeShare(machine, 0) >= 0.2, 'node 0 to have room');
    await net.close();
    assert.deepEqual([net.demotedBytes, net.leftBytes], [1_100 * 4096, 400 * 4096]);
  });
}

test('nothing is begun while the brain is silent, by the kill switch, in a pause, or in a dry run', async () => {
  const silent = stage(9_500);
  silent.net.look();
  await silent.net.close();
  assert.deepEqual([silent.reclaim.asked, silent.net.refused?.reason], [[], 'no-control']);
  const stopped = stage(9_500);
  stopped.bench.hear({ stop: true });
  stopped.net.look();
  await stopped.net.close();
  assert.deepEqual([stopped.reclaim.asked, stopped.net.refused?.reason], [[], 'stopped']);
  const dry = stage(9_500, { dryRun: true });
  dry.bench.hear();
  dry.net.look();
  await dry.net.close();
  assert.deepEqual([dry.reclaim.asked, dry.net.refused?.reason], [[], 'dry-run']);
});

test('a kernel that refuses is named, and is asked again at the next look only', async () => {
  const { bench, reclaim, net } = stage(9_500);
  reclaim.failing = 'EPERM';
  bench.hear();
  net.look();
  await net.close();
  assert.deepEqual([reclaim.asked.length, net.refused?.reason], [1, 'no-capability']);
});

test('the limiter holds the safety net too', async () => {
  const { bench, machine, reclaim, net } = stage(9_500, { limitBytesPerSecond: 400 * 4096 });
  bench.hear();
  await until(() => reclaim.asked.length > 0, 'a request');
  const pages = reclaim.asked.map((each) => Number(each.split(' ')[1]));
  await net.close();
  assert.ok(
    pages.every((each) => each <= 400),
    `${pages}`,
  );
  assert.ok(machine.freePages(0) < 0.2 * NODE_PAGES, 'all of it was moved at once');
});

test('fates: stolen pages were demoted or left memory, whoever they were reclaimed for', () => {
  const before = new Map([
    ['pgsteal_direct', 100],
    ['pgdemote_direct', 40],
    ['pgsteal_anon', 7],
  ]);
  const after = new Map([
    // Of a cgroup's reclaim these stay as they are, or count in part.
    ['pgsteal_direct', 105],
    ['pgdemote_direct', 70],
    ['pgsteal_anon', 57],
    ['pgsteal_file', 20],
    ['pgsteal_proactive', 20],
    ['pgdemote_proactive', 15],
  ]);
  assert.deepEqual(fates(before, after, 4096), { demoted: 45 * 4096, left: 25 * 4096 });
});
