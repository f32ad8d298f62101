import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyFacts,
  applyLook,
  createHost,
  dropUnseen,
  endSpaces,
  type HostModel,
} from '../../../services/core/host.js';
import { heatParametersOf } from '../../../services/core/policy.js';
import { summarize } from '../../../services/core/summary.js';
import { soundPolicy } from './policies.js';

const policy = soundPolicy();

/** A host with spaces of 100 pages, each with one evidence and one node (0 fast, 1 slow, 255 unknown). */
function hostOf(spaces: Record<string, { evidence: number; node: number; endUnixMs?: number }>): HostModel {
  const host = createHost();
  const node = (id: number) => ({ id, tier: id, totalBytes: 1e9, freeBytes: 1e8 });
  applyFacts(host, { nodes: [node(1), node(0)], labels: {}, pageSize: 4096, atUnixMs: 1_000 });
  for (const [key, { evidence, node: on, endUnixMs = 10_000 }] of Object.entries(spaces)) {
    const whole = { startPage: Float64Array.of(5), pages: Float64Array.of(100) };
    const columns = { evidence: Uint8Array.of(evidence), node: Uint8Array.of(on), kind: Uint8Array.of(1) };
    const look = {
      runs: { ...whole, ...columns },
      coverage: whole,
      nodes: [0, 1],
      windowSeconds: 10,
      endUnixMs,
      residencyUnixMs: endUnixMs,
      pageGranular: true,
    };
    applyLook(host, { key, command: key, cgroup: undefined }, look, heatParametersOf(policy));
  }
  return host;
}

test('nodes are kept in order and older facts change nothing', () => {
  const host = hostOf({});
  assert.deepEqual(
    host.facts.nodes.map(({ id }) => id),
    [0, 1],
  );
  applyFacts(host, { nodes: [], labels: {}, pageSize: 4096, atUnixMs: 500 });
  assert.equal(host.facts.nodes.length, 2);
});

test('spaces leave when they end and when nobody has looked at them for long', () => {
  const host = hostOf({
    a: { evidence: 0, node: 0 },
    b: { evidence: 0, node: 0 },
    c: { evidence: 0, node: 0, endUnixMs: 70_000 },
  });
  endSpaces(host, ['a', 'never seen']);
  assert.deepEqual([...host.spaces.keys()], ['b', 'c']);
  assert.equal(dropUnseen(host, 80_000, 60), 1);
  assert.deepEqual([...host.spaces.keys()], ['c']);
});

test('shares and buckets tell where the heat is; unknown nodes are in none', () => {
  const summary = summarize(
    hostOf({
      hot: { evidence: 255, node: 0 },
      warm: { evidence: 85, node: 1 },
      cold: { evidence: 0, node: 1 },
      lost: { evidence: 255, node: 255 },
    }),
    policy,
  );
  assert.equal(summary.pages, 400);
  assert.equal(summary.strr, 2 / 3);
  assert.equal(summary.starEstimate, 0.25);
  assert.deepEqual(summary.classes, [
    {
      name: 'all',
      starEstimate: 0.25,
      strr: 2 / 3,
      pagesByBucketAndTier: [
        [100, 0],
        [0, 0],
        [0, 100],
        [0, 0],
        [0, 100],
      ],
    },
  ]);
});

test('without heat or pages there is no share', () => {
  assert.deepEqual(summarize(hostOf({}), policy).starEstimate, undefined);
  assert.equal(summarize(hostOf({ cold: { evidence: 0, node: 1 } }), policy).starEstimate, undefined);
  assert.equal(summarize(hostOf({ cold: { evidence: 0, node: 1 } }), policy).strr, 1);
});
