import assert from 'node:assert/strict';
import test from 'node:test';
import type { HostFacts__Output } from '../../../services/contract/gen/thermocline/v1/HostFacts.js';
import { codec } from '../../../services/contract/schema.js';
import { NOW, type TestShard, testShard, windowOf } from './shardKit.js';

const batches = codec('AccessBatch');

/** Two windows of ten seconds whose facts a test changes. */
function show(at: TestShard, change: (facts: HostFacts__Output, endUnixMs: number) => void): void {
  for (let sequence = 1; sequence <= 2; sequence++) {
    const endUnixMs = at.clock.unixMs + 10_000;
    const window = windowOf('h', { sequence, startUnixMs: at.clock.unixMs, endUnixMs });
    const batch = batches.decode(window.bytes);
    if (batch.host) change(batch.host, endUnixMs);
    at.clock.unixMs = endUnixMs;
    at.shard.take('access', { ...window, bytes: batches.encode(batch) });
  }
}

test('nothing is planned to or from a node without a tier', () => {
  const whole = testShard(['h']);
  show(whole, () => undefined);
  assert.notDeepEqual(whole.published, []);
  const lacking = testShard(['h']);
  show(lacking, ({ nodes }) => {
    for (const node of nodes) if (node.id === 1) delete node.tier;
  });
  assert.deepEqual(lacking.published, []);
  assert.deepEqual(
    lacking.shard.fleet.get('h')?.model.facts.nodes.map(({ id }) => id),
    [0],
  );
});

for (const [what, readAfterMs, counts] of [
  ['were read after the window are as of then', 700, 700],
  ['say no time are as of the window’s end', -NOW - 20_000, 0],
  ['say a time before the window’s end are as of it', -5000, 0],
  ['say a time far ahead are as of ten seconds after it', 3_600_000, 10_000],
] as const) {
  test(`facts that ${what}`, () => {
    const at = testShard(['h']);
    show(at, (facts, endUnixMs) => {
      facts.readUnixMs = String(Math.max(0, endUnixMs + readAfterMs));
    });
    assert.equal(at.shard.fleet.get('h')?.model.facts.atUnixMs, NOW + 20_000 + counts);
  });
}
