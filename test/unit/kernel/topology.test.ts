import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MemoryNode } from '../../../services/kernel/port.js';
import { openRecorded } from '../../../services/kernel/real.js';
import { rankNodes } from '../../../services/kernel/topology.js';
import { fixture, type Machine } from './fixture.js';

function tiersOf(machine: Machine) {
  const { tiers, source, notes } = openRecorded(fixture(machine)).host.topology();
  return { tiers: tiers.map((tier) => tier.nodes), source, notes };
}

function node(id: number, spec: Partial<MemoryNode> = {}): MemoryNode {
  return {
    id,
    cpus: id === 0 ? [0] : [],
    totalBytes: 2 ** 30,
    freeBytes: 2 ** 29,
    distances: new Map([[0, id === 0 ? 10 : 20]]),
    kernelTier: undefined,
    access0: undefined,
    watermarks: undefined,
    ...spec,
  };
}

test('one node is one tier', () => {
  assert.deepEqual(tiersOf('one-node-6.18'), { tiers: [[0]], source: 'single', notes: [] });
});

test("the kernel's tiers where it has several", () => {
  assert.deepEqual(tiersOf('two-nodes-6.12'), { tiers: [[0], [1]], source: 'kernel', notes: [] });
  assert.deepEqual(tiersOf('three-nodes-6.12'), { tiers: [[0], [1], [2]], source: 'kernel', notes: [] });
});

test('all nodes in one kernel tier do not hide what distances show', () => {
  const found = tiersOf('one-kernel-tier');
  assert.deepEqual([found.tiers, found.source], [[[0], [1], [2]], 'distance']);
  assert.match(found.notes.join(), /one memory tier though distances/);
});

test('two sockets with a CXL node each are two tiers', () => {
  assert.deepEqual(tiersOf('two-sockets-cxl'), {
    tiers: [
      [0, 1],
      [2, 3],
    ],
    source: 'distance',
    notes: [],
  });
});

test('sockets far from one another are one tier', () => {
  const nodes = [0, 1].map((id) =>
    node(id, {
      cpus: [id],
      kernelTier: 4,
      distances: new Map([
        [1 - id, 32],
        [id, 10],
      ]),
    }),
  );
  assert.deepEqual(rankNodes(nodes).tiers, [{ rank: 0, nodes: [0, 1] }]);
  assert.equal(rankNodes(nodes).source, 'single');
});

test('HMAT ranks nodes of one kernel tier, memory faster than DRAM first', () => {
  const access = (ns: number, mbps: number) => ({
    readLatencyNs: ns,
    writeLatencyNs: ns,
    readBandwidthMBps: mbps,
    writeBandwidthMBps: mbps,
  });
  const nodes = [
    node(0, { kernelTier: 4, access0: access(80, 40_000) }),
    node(1, { kernelTier: 4, access0: access(250, 16_000) }),
    node(2, { kernelTier: 4, access0: access(80, 400_000) }),
    node(3, { kernelTier: 4, access0: access(255, 16_000) }),
  ];
  const { tiers, source } = rankNodes(nodes);
  assert.deepEqual([tiers.map((tier) => tier.nodes), source], [[[2], [0], [1, 3]], 'hmat']);
});

test('nodes without memory are in no tier, but their CPUs count', () => {
  const nodes = [
    node(0, {
      totalBytes: 0,
      freeBytes: 0,
      distances: new Map([
        [0, 10],
        [1, 14],
        [2, 28],
      ]),
    }),
    node(1, { distances: new Map() }),
    node(2, { distances: new Map() }),
  ];
  const topology = rankNodes(nodes);
  assert.deepEqual(
    topology.tiers.map((tier) => tier.nodes),
    [[1], [2]],
  );
  assert.deepEqual(
    topology.nodes.map((found) => found.id),
    [1, 2],
  );
});

test('the override wins', () => {
  const nodes = [node(0, { kernelTier: 4 }), node(1, { kernelTier: 20 }), node(2, { kernelTier: 30 })];
  const topology = rankNodes(nodes, [[1], [0]]);
  assert.deepEqual([topology.tiers.map((tier) => tier.nodes), topology.source], [[[1], [0]], 'override']);
  assert.match(topology.notes.join(), /Node 2 .* left alone/);
});

test('an override that can’t be applied is an error', () => {
  const nodes = [node(0), node(1), node(2, { totalBytes: 0 })];
  assert.throws(() => rankNodes(nodes, [[0], [7]]), { code: 'TOPOLOGY_INVALID', message: /node 7/ });
  assert.throws(() => rankNodes(nodes, [[0], [2]]), { code: 'TOPOLOGY_INVALID', message: /node 2/ });
  assert.throws(() => rankNodes(nodes, [[0], [1, 0]]), { code: 'TOPOLOGY_INVALID', message: /node 0 twice/ });
  assert.throws(() => rankNodes(nodes, [[0], []]), { code: 'TOPOLOGY_INVALID', message: /Tier 1 .* names no node/ });
});
