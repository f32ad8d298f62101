import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KernelError } from '../../../services/kernel/errno.js';
import { openReclaim } from '../../../services/kernel/real.js';
import { copyOf } from './fixture.js';

test('a node is asked by its file where the kernel has one, in whole bytes', async (t) => {
  const root = copyOf(t, 'one-node-6.18');
  const file = join(root, 'sys/devices/system/node/node0/reclaim');
  writeFileSync(file, '');
  const reclaim = openReclaim({ sysRoot: join(root, 'sys') });
  assert.deepEqual([reclaim.hasNodeFile(0), reclaim.hasNodeFile(1)], [true, false]);
  assert.equal(await reclaim.node(0, 4096.7), true);
  assert.equal(readFileSync(file, 'utf8'), '4096');
  assert.equal(openReclaim({ sysRoot: join(copyOf(t, 'two-nodes-6.12'), 'sys') }).hasNodeFile(0), false);
});

test('a cgroup is asked within the tree alone, and one that is gone is told', async (t) => {
  const root = copyOf(t, 'two-nodes-6.12');
  const cgroupRoot = join(root, 'cgroup');
  mkdirSync(join(cgroupRoot, 'a/b'), { recursive: true });
  writeFileSync(join(cgroupRoot, 'a/b/memory.reclaim'), '');
  const reclaim = openReclaim({ sysRoot: join(root, 'sys'), cgroupRoot });
  assert.equal(await reclaim.cgroup('/a/b', 8192), true);
  assert.equal(readFileSync(join(cgroupRoot, 'a/b/memory.reclaim'), 'utf8'), '8192');
  await assert.rejects(reclaim.cgroup('/a/../../b', 8192), KernelError);
  await assert.rejects(reclaim.cgroup('/gone', 8192), { code: 'ENOENT' });
});
