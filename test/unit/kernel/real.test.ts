import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf } from '../../../services/kernel/ffi.js';
import { openKernel } from '../../../services/kernel/real.js';
import { temporary } from './fixture.js';

// Reads and queries this very process and nothing else: DAMON is only looked at.
const skip = process.platform === 'linux' ? false : 'needs Linux';

test('this process, through the real kernel', { skip }, (t) => {
  const kernel = openKernel({ runDir: temporary(t) });
  const size = 64;
  const memory = new Uint8Array((size + 1) * kernel.pageSize).fill(1);
  const startPage = Math.ceil(addressOf(memory) / kernel.pageSize);
  const pages = Float64Array.from({ length: size }, (_, i) => startPage + i);
  const status = new Int32Array(size);
  kernel.pages.queryNodes(process.pid, pages, status);
  assert.ok(
    status.every((node) => node >= 0),
    `statuses ${status.join(' ')}`,
  );
  const runs = kernel.processes.resident(process.pid, kernel.processes.mappings(process.pid) ?? []);
  assert.ok(runs);
  const resident = pages.filter((page) =>
    runs.startPage.some((start, i) => page >= start && page < start + (runs.pages[i] ?? 0)),
  );
  assert.equal(resident.length, size);
  assert.equal(memory[0], 1);
});

test('calls that fail say why', { skip }, (t) => {
  const kernel = openKernel({ runDir: temporary(t) });
  const status = new Int32Array(1);
  // Above the largest pid_max there is (PID_MAX_LIMIT, 2^22).
  const nobody = 2 ** 22 + 1;
  assert.equal(kernel.pages.pidfdOpen(nobody), undefined);
  assert.equal(kernel.processes.identity(nobody), undefined);
  assert.throws(() => kernel.pages.queryNodes(nobody, Float64Array.of(1), status), { code: 'ESRCH' });
  assert.deepEqual(kernel.pages.movePages(nobody, Float64Array.of(1), 0, status), { result: -1, errno: 3 });
  assert.throws(() => kernel.pages.movePages(0, Float64Array.of(1), 0, status), RangeError);
  assert.throws(() => kernel.pages.queryNodes(process.pid, Float64Array.of(1, 2), status), RangeError);
});

test('every page goes to the node that its call names, however many pages the calls before it had', { skip }, (t) => {
  const kernel = openKernel({ runDir: temporary(t) });
  const noNode = 63;
  const move = (count: number) => {
    const pages = Float64Array.from({ length: count }, (_, i) => 16 + i);
    return kernel.pages.movePages(process.pid, pages, noNode, new Int32Array(count));
  };
  for (const count of [1, 100, 10, 5000]) assert.deepEqual(move(count), { result: -1, errno: 19 }, 'ENODEV');
});

test('a pidfd of this process is alive, and looking at DAMON changes nothing', { skip }, (t) => {
  const kernel = openKernel({ runDir: temporary(t) });
  const pidfd = kernel.pages.pidfdOpen(process.pid);
  assert.ok(pidfd !== undefined);
  assert.equal(kernel.pages.pidfdAlive(pidfd), true);
  kernel.pages.pidfdClose(pidfd);
  const obstacle = kernel.damon.obstacle();
  assert.ok(obstacle === undefined || obstacle.length > 20);
  assert.equal(kernel.damon.kdamonds().size, 0);
});
