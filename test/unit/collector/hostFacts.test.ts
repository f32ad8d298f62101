/** What the collector tells of a host, on machines that were recorded, and on such as lack things. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { cgroupFacts, MAX_CGROUPS } from '../../../services/collector/cgroupFacts.js';
import { hostFacts } from '../../../services/collector/hostFacts.js';
import { codec } from '../../../services/contract/schema.js';
import { parseNumaStat } from '../../../services/kernel/counters.js';
import { openRecorded } from '../../../services/kernel/real.js';
import { copyOf, fixture, type Machine } from '../kernel/fixture.js';

const COST = { processCpuSeconds: 1, kernelCpuSeconds: undefined, residentBytes: 2, droppedBatches: 0 };

/** As a reader of the wire has it: what is absent there can't be told from what nobody said. */
function factsOf(directory: string, cgroups: readonly string[] = [], tiers?: readonly (readonly number[])[]) {
  const { host } = openRecorded(directory);
  const topology = host.topology(tiers);
  const observation = {
    topology,
    cgroups,
    labels: {},
    cost: COST,
    limitations: [],
    readUnixMs: 5,
    usedMBps: new Map([[0, 12.5]]),
  };
  const batches = codec('AccessBatch');
  const decoded = batches.decode(batches.encode({ host: hostFacts(host, observation) })).host;
  assert.ok(decoded);
  return decoded;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test('a machine with all of it tells all of it', () => {
  const facts = factsOf(fixture('two-nodes-6.12'));
  for (const node of facts.nodes) {
    const { tier, lowWatermarkBytes, highWatermarkBytes, readLatencyNs, readBandwidthMbps, socket } = node;
    assert.equal(tier, node.id);
    assert.ok(Number(lowWatermarkBytes) > 0 && Number(highWatermarkBytes) > Number(lowWatermarkBytes));
    assert.ok(Number(readLatencyNs) > 0 && Number(readBandwidthMbps) > 0);
    assert.equal(socket, 0);
    assert.equal(node.usedBandwidthMbps, node.id === 0 ? 12.5 : undefined);
    assert.ok(Number(node.freeBytes) > 0 && Number(node.freeBytes) < Number(node.totalBytes));
  }
  assert.deepEqual(
    facts.tiers.map(({ rank, nodes }) => [rank, ...nodes]),
    [
      [0, 0],
      [1, 1],
    ],
  );
  assert.deepEqual([facts.memoryPressure?.someAvg10, facts.memoryPressure?.fullAvg10], [0, 0]);
  for (const name of ['pgmigrate_success', 'pgdemote_kswapd', 'pgpromote_success', 'workingset_refault_anon']) {
    assert.ok(facts.vmstat[name] !== undefined, name);
  }
  assert.equal(facts.cost?.kernelCpuSeconds, undefined);
  assert.equal(facts.readUnixMs, '5');
});

const LACKING: readonly (readonly [
  string,
  Machine,
  (root: string) => void,
  (facts: ReturnType<typeof factsOf>) => void,
])[] = [
  [
    'without PSI has no pressure',
    'two-nodes-6.12',
    (root) => rmSync(`${root}/proc/pressure`, { recursive: true }),
    (facts) => assert.equal(facts.memoryPressure, null),
  ],
  [
    'whose PSI has one line has no full pressure',
    'two-nodes-6.12',
    (root) => write(`${root}/proc/pressure/memory`, 'some avg10=12.50 avg60=0.00 avg300=0.00 total=0\n'),
    (facts) => assert.deepEqual([facts.memoryPressure?.someAvg10, facts.memoryPressure?.fullAvg10], [0.125, undefined]),
  ],
  [
    'whose PSI is switched off (psi=0: the file gives EOPNOTSUPP, or nothing) has no pressure',
    'two-nodes-6.12',
    (root) => write(`${root}/proc/pressure/memory`, ''),
    (facts) => assert.equal(facts.memoryPressure, null),
  ],
  [
    'without HMAT has no latencies',
    'one-kernel-tier',
    () => undefined,
    (facts) => {
      for (const node of facts.nodes)
        assert.deepEqual([node.readLatencyNs, node.readBandwidthMbps], [undefined, undefined]);
    },
  ],
  [
    'without zoneinfo has no watermarks',
    'two-nodes-6.12',
    (root) => rmSync(`${root}/proc/zoneinfo`),
    (facts) => {
      for (const node of facts.nodes)
        assert.deepEqual([node.lowWatermarkBytes, node.highWatermarkBytes], [undefined, undefined]);
    },
  ],
  [
    'without counters of demotion does not say that nothing was demoted',
    'two-nodes-6.12',
    (root) => write(`${root}/proc/vmstat`, 'pgmigrate_success 7\nnr_free_pages 5\n'),
    (facts) => assert.deepEqual(facts.vmstat, { pgmigrate_success: '7' }),
  ],
  [
    'without vmstat counts nothing',
    'two-nodes-6.12',
    (root) => rmSync(`${root}/proc/vmstat`),
    (facts) => assert.deepEqual(facts.vmstat, {}),
  ],
];

for (const [what, machine, change, check] of LACKING) {
  test(`a machine ${what}`, (t) => {
    const root = copyOf(t, machine);
    change(root);
    check(factsOf(root));
  });
}

test('a node that the operator’s tiers leave out has no tier, rather than the fastest', () => {
  const { nodes, limitations } = factsOf(fixture('three-nodes-6.12'), [], [[0], [1]]);
  assert.deepEqual(
    nodes.map(({ id, tier }) => [id, tier]),
    [
      [0, 0],
      [1, 1],
      [2, undefined],
    ],
  );
  assert.deepEqual(limitations, []);
});

test('memory.numa_stat is told of the cgroups of watched processes and of their ancestors', (t) => {
  const root = copyOf(t, 'two-nodes-6.12');
  const stat = (anon0: number) => `anon N0=${anon0} N1=4096\nfile N0=0 N1=8192\nkernel_stack N0=1 N1=1\n`;
  write(`${root}/sys/fs/cgroup/a.slice/memory.numa_stat`, stat(40_960));
  write(`${root}/sys/fs/cgroup/a.slice/b.service/memory.numa_stat`, stat(8192));
  const { cgroups, limitations } = factsOf(root, ['/a.slice/b.service', '/a.slice/b.service', '/gone.slice']);
  const file = [
    { node: 0, bytes: '0' },
    { node: 1, bytes: '8192' },
  ];
  const anon = (bytes: string) => [
    { node: 0, bytes },
    { node: 1, bytes: '4096' },
  ];
  assert.deepEqual(cgroups, [
    { path: '/a.slice/b.service', anon: anon('8192'), file },
    { path: '/a.slice', anon: anon('40960'), file },
  ]);
  assert.deepEqual(limitations, []);
});

test('where no cgroup has memory.numa_stat, that is said by name', () => {
  const { cgroups, limitations } = factsOf(fixture('two-nodes-6.12'), ['/a', '/']);
  assert.deepEqual(cgroups, []);
  assert.deepEqual(
    limitations.map(({ name }) => name),
    ['no-numa-stat'],
  );
  assert.deepEqual(factsOf(fixture('two-nodes-6.12')).limitations, [], 'nobody asked');
});

test('a memory.numa_stat that says nothing of anon and file is none', () => {
  const numaStat = () => parseNumaStat('kernel_stack N0=4096\n');
  assert.deepEqual(cgroupFacts({ numaStat }, ['/a']).told, []);
});

test('cgroups are bounded: those of most processes first, before any ancestor', () => {
  const paths = Array.from({ length: MAX_CGROUPS + 10 }, (_, i) => `/pods/pod${i}`);
  const crowded = ['/pods/last', '/pods/last'];
  const stat = parseNumaStat('anon N0=1\nfile N0=1\n');
  const { told, limitations } = cgroupFacts({ numaStat: () => stat }, [...paths, ...crowded]);
  assert.equal(told.length, MAX_CGROUPS);
  assert.equal(told[0]?.path, '/pods/last');
  assert.ok(!told.some(({ path }) => path === '/pods'));
  assert.deepEqual(
    limitations.map(({ name }) => name),
    ['cgroups-left-out'],
  );
});

test('each cgroup is asked once; all of them, and every ancestor but the root, are', () => {
  const part = fc.constantFrom('a', 'b', 'c.slice', 'pod-1');
  const path = fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
  fc.assert(
    fc.property(fc.array(path, { maxLength: 20 }), (paths) => {
      const asked: string[] = [];
      cgroupFacts({ numaStat: (each) => void asked.push(each) }, paths);
      const expected = new Set(paths);
      for (const each of paths) {
        const parts = each.split('/').slice(1);
        for (let depth = parts.length - 1; depth > 0; depth--) expected.add(`/${parts.slice(0, depth).join('/')}`);
      }
      assert.equal(new Set(asked).size, asked.length);
      assert.deepEqual([...asked].sort(), [...expected].sort());
    }),
  );
});
