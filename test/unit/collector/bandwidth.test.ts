import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bandwidth } from '../../../services/collector/bandwidth.js';

const read = (bandwidth: Bandwidth, atSeconds: number, traffic: Record<number, number>) =>
  Object.fromEntries(
    bandwidth.read(new Map(Object.entries(traffic).map(([node, bytes]) => [Number(node), bytes])), atSeconds),
  );

test('bandwidth is told from the second reading on, and not where a counter began anew or is new', () => {
  const bandwidth = new Bandwidth();
  assert.deepEqual(read(bandwidth, 100, { 0: 5e6, 1: 0 }), {});
  assert.deepEqual(read(bandwidth, 110, { 0: 25e6, 1: 0 }), { 0: 2, 1: 0 });
  assert.deepEqual(read(bandwidth, 110.1, { 0: 99e6 }), { 0: 2, 1: 0 }, 'too short a time tells nothing new');
  assert.deepEqual(read(bandwidth, 120, { 0: 1e6, 2: 7 }), {});
  assert.deepEqual(read(bandwidth, 130, { 0: 11e6, 2: 7 }), { 0: 1, 2: 0 });
});
