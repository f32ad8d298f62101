/**
 * The whole thread on a real kernel: access bits in the guest, a real NATS server, a central plan, real pages on the other
 * node. The truth is the workload's own count. How fast it goes is for `npm run bench -- loop`: here other tests run beside the
 * guest, so its time is given freely.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import test from 'node:test';
import { busiestSecondBytes, lastOf } from '../bench/loopFigures.js';
import { assertMovedOnce, onceInLab, story } from './onceInLab.js';

const MIB = 2 ** 20;
const LIMIT_MIB = 16;
/** Half of what the bench has moved. */
const SMALL = '--hot-mib 32 --warm-mib 16 --cold-mib 208'.split(' ');
/** A huge page may complete at once; the workload has none, but the promise is worded so. */
const SLACK_BYTES = Math.max(0.02 * LIMIT_MIB, 2) * MIB;

test('a workload is placed, and placed again after its hot set shifts, within the rate limit', {
  timeout: 400_000,
}, async () => {
  const loop = await onceInLab(LIMIT_MIB, [...SMALL, '--shift-when-placed', '--timeout', '300']);
  assert.equal(loop.status, 0, story(loop));
  assert.ok((lastOf(loop.reports, 1)?.hotOnFast ?? 0) >= 0.95, story(loop));
  assert.ok((lastOf(loop.reports, 1)?.coldOnSlow ?? 0) >= 0.9, story(loop));
  const most = busiestSecondBytes(loop.moves);
  assert.ok(most > 0 && most <= LIMIT_MIB * MIB + SLACK_BYTES, `${most} bytes completed within one second`);
  assertMovedOnce(loop);
  rmSync(loop.runDir, { recursive: true, force: true });
});
