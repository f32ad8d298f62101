import assert from 'node:assert/strict';
import test from 'node:test';
import { checkoutRoot, lab, run } from './guest.js';

test('the kernel room against a real kernel with two nodes', async (t) => {
  const built = await run('test/workload/build.sh', []);
  assert.equal(built.status, 0, built.stderr);
  const command = ['node', 'dist/test/guests/kernel.js', 'dist/workload/workload'];
  const outcome = await lab(['-m', '420,160', '-C', checkoutRoot(), '-t', '280', '--', ...command], {
    limitMs: 300_000,
  });
  t.diagnostic(outcome.stdout);
  assert.equal(outcome.status, 0, `${outcome.stdout}${outcome.stderr}`);
});
