import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KernelError } from '../../../services/kernel/errno.js';
import { Frames } from '../../../services/kernel/frames.js';
import { copyOf, fixture } from './fixture.js';

const KPF_LRU = 5;

test('frames belong to the nodes whose zones span them', () => {
  const two = new Frames(join(fixture('two-nodes-6.12'), 'proc'));
  assert.deepEqual(
    [...two.nodes(Float64Array.of(0, 1, 4096, 102_399, 102_400, 204_767, 204_768))],
    [-1, 0, 0, 0, 1, 1, -1],
  );
  assert.deepEqual([two.firstOf(0), two.firstOf(1), two.firstOf(2)], [1, 102_400, undefined]);
  const three = new Frames(join(fixture('three-nodes-6.12'), 'proc'));
  assert.deepEqual([...three.nodes(Float64Array.of(102_400, 204_799, 204_800))], [1, 1, 2]);
  const one = new Frames(join(fixture('one-node-6.18'), 'proc'));
  assert.deepEqual([...one.nodes(Float64Array.of(1_048_575, 1_048_576, 6_553_599, 6_553_600))], [0, 0, 0, -1]);
});

test('a frame that zones of two nodes span is of neither', (t) => {
  const root = copyOf(t, 'two-nodes-6.12');
  const zone = (node: number, start: number) =>
    `Node ${node}, zone   Normal\n  pages free 1\n        spanned  100\n  start_pfn:           ${start}\n`;
  writeFileSync(join(root, 'proc/zoneinfo'), zone(0, 0) + zone(1, 50));
  assert.deepEqual([...new Frames(join(root, 'proc')).nodes(Float64Array.of(49, 50, 99, 100))], [0, -1, -1, 1]);
});

test('flags are read at the frame, stretch by stretch, and beyond their end nothing is listed', (t) => {
  const procRoot = join(copyOf(t, 'two-nodes-6.12'), 'proc');
  mkdirSync(procRoot, { recursive: true });
  const entries = Buffer.alloc(20 * 8);
  for (const frame of [3, 4, 9]) entries.writeBigUInt64LE((1n << BigInt(KPF_LRU)) | (1n << 40n), frame * 8);
  entries.writeBigUInt64LE(1n << 10n, 5 * 8); // KPF_BUDDY: free.
  writeFileSync(join(procRoot, 'kpageflags'), entries);
  const frames = new Frames(procRoot);
  assert.deepEqual([...frames.listed(Float64Array.of(2, 3, 4, 5, 9, 19, 20, 400))], [0, 1, 1, 0, 1, 0, 0, 0]);
  assert.throws(() => new Frames('/nowhere').listed(Float64Array.of(1)), KernelError);
});
