/** `up` on a machine that has two tiers itself: the guest stands for it, with brain and NATS beside the agents. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { lab } from './guest.js';

test('on a machine that has two tiers itself the whole of it acts there', { timeout: 400_000 }, async () => {
  const small = '--hot-mib 16 --warm-mib 8 --cold-mib 104';
  const up = `PATH=$PATH:/usr/sbin exec node dist/bin/up.js --once --json --timeout 280 ${small} --run-dir /tmp/up`;
  const { status, stdout, stderr } = await lab(['-m', '1536', '-t', '300', '--', up], { limitMs: 320_000 });
  assert.equal(status, 0, stdout + stderr);
  const end = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  assert.equal(end['where'], 'host');
  assert.ok((end['hotOnFast'] as number) >= 0.95, stdout);
  assert.ok((end['coldOnSlow'] as number) >= 0.9, stdout);
});
