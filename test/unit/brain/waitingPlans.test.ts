import assert from 'node:assert/strict';
import test from 'node:test';
import { NOW, testShard, windowOf } from './shardKit.js';

const HOST = 'h';
const SECOND = 1000;

function windows(bootId: string, count: number, from: number) {
  return Array.from({ length: count }, (_, i) =>
    windowOf(HOST, {
      bootId,
      sequence: from + i,
      startUnixMs: NOW + (from + i - 1) * 5 * SECOND,
      endUnixMs: NOW + (from + i) * 5 * SECOND,
    }),
  );
}

test('where the policy asks for approval plans are offered, one at a time a host, and none is sent', () => {
  const { shard, clock, published, offered, withdrawn } = testShard([HOST], { approval: true });
  for (const window of windows('boot-1', 3, 1)) {
    clock.unixMs += 5 * SECOND;
    shard.take('access', window);
  }
  assert.equal(published.length, 0);
  assert.equal(offered.length, 1);
  clock.unixMs += 900 * SECOND;
  assert.equal(shard.plans.waitingPlan(HOST), undefined, 'it waited past its expiry');
  assert.deepEqual(withdrawn, []);
});

test('a plan that waits is taken back when its host boots anew', () => {
  const { shard, clock, offered, withdrawn } = testShard([HOST], { approval: true });
  for (const window of [...windows('boot-1', 1, 1), ...windows('boot-2', 1, 2)]) {
    clock.unixMs += 5 * SECOND;
    shard.take('access', window);
  }
  assert.equal(offered.length, 2);
  assert.deepEqual(withdrawn, [offered[0]?.planId]);
});
