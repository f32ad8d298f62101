/**
 * Each service is stopped and started in the middle of placing a workload on a real kernel. A smaller workload than the bench's, at
 * a rate at which there is still something to move when the last one comes back.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import test from 'node:test';
import { assertMovedOnce, onceInLab, story } from './onceInLab.js';

const LIMIT_MIB = 4;
const SMALL = '--hot-mib 16 --warm-mib 8 --cold-mib 104'.split(' ');

test('each service stopped and started in the middle: the workload is placed all the same', {
  timeout: 500_000,
}, async () => {
  const restarts = ['brain@14', 'collector@20', 'nats@30', 'actuator@36'].flatMap((each) => ['--restart', each]);
  const loop = await onceInLab(LIMIT_MIB, ['--timeout', '240', ...SMALL, ...restarts]);
  assert.equal(loop.status, 0, story(loop));
  for (const name of ['brain', 'collector', 'nats', 'actuator']) {
    assert.match(loop.output, new RegExp(`restarting (the )?${name}`), `${name} was not restarted\n${story(loop)}`);
  }
  assertMovedOnce(loop);
  rmSync(loop.runDir, { recursive: true, force: true });
});
