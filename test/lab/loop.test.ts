/**
 * The whole thread on a real kernel: access bits in the guest, a real NATS server, a central plan, real pages on the other
 * node; with each service stopped and started in the middle, at a rate at which there is still something to move when the last one
 * comes back. The truth is the workload's own count. How fast it goes is for `npm run bench -- loop`: here other tests run beside the
 * guest, so its time is given freely.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import test from 'node:test';
import { busiestSecondBytes, lastOf } from '../bench/loopFigures.js';
import { assertMovedOnce, onceInLab, story } from './onceInLab.js';

const LIMIT_MIB = 4;
const LIMIT_BYTES = LIMIT_MIB * 2 ** 20;
/** A quarter of what the bench has moved; none of it is in huge pages, one of which could go beyond the limit. */
const SMALL = '--hot-mib 16 --warm-mib 8 --cold-mib 104'.split(' ');
const RESTARTS = ['brain@14', 'collector@20', 'nats@30', 'actuator@36'].flatMap((each) => ['--restart', each]);

test('a workload is placed though each service is restarted, and placed again after its hot set shifts, within the rate limit', {
  timeout: 500_000,
}, async () => {
  const loop = await onceInLab(LIMIT_MIB, [...SMALL, ...RESTARTS, '--shift-when-placed', '--timeout', '300']);
  assert.equal(loop.status, 0, story(loop));
  for (const name of ['brain', 'collector', 'nats', 'actuator']) {
    assert.match(loop.output, new RegExp(`restarting (the )?${name}`), `${name} was not restarted\n${story(loop)}`);
  }
  assert.ok((lastOf(loop.reports, 1)?.hotOnFast ?? 0) >= 0.95, story(loop));
  assert.ok((lastOf(loop.reports, 1)?.coldOnSlow ?? 0) >= 0.9, story(loop));
  const most = busiestSecondBytes(loop.moves);
  assert.ok(most > 0 && most <= 1.02 * LIMIT_BYTES, `${most} bytes completed within one second`);
  assertMovedOnce(loop);
  rmSync(loop.runDir, { recursive: true, force: true });
});
