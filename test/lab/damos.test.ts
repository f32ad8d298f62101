import assert from 'node:assert/strict';
import test from 'node:test';
import { checkoutRoot, lab } from './guest.js';

test('DAMOS migrates page frames there and back, beside a watcher on the same table', async (t) => {
  const command = ['sh', '-c', 'echo 0 >/proc/sys/kernel/numa_balancing; exec node dist/test/lab/damos.guest.js'];
  const outcome = await lab(['-m', '600', '-C', checkoutRoot(), '-t', '150', '--', ...command], { limitMs: 170_000 });
  t.diagnostic(outcome.stdout);
  assert.equal(outcome.status, 0, `${outcome.stdout}${outcome.stderr}`);
  const found = JSON.parse(outcome.stdout.trim().split('\n').at(-1) ?? '');
  for (const way of [found.down, found.up]) {
    assert.ok(way.pages >= 256, `${way.pages} pages were there to move`);
    assert.ok(way.tried >= way.pages * 4096, 'each page frame is tried');
    // A free page or one that the kernel holds at that moment stays: not one of these was asked for by the test.
    assert.ok(way.applied >= 0.9 * way.pages * 4096, `${way.applied} bytes of ${way.pages} pages`);
    assert.ok(way.arrived >= 0.9 * way.pages, `${way.arrived} of ${way.pages} pages arrived`);
  }
  const { tableAfterAlone, tableShared, watchedStill, tableAtEnd, intact } = found;
  assert.deepEqual(
    { tableAfterAlone, tableShared, watchedStill, tableAtEnd, intact },
    {
      tableAfterAlone: 0,
      tableShared: 3,
      watchedStill: 1,
      tableAtEnd: 0,
      intact: true,
    },
  );
});
