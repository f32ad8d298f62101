import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

test('the monotonic clock of a process that has just begun is that of all others', () => {
  const program = `
    const { systemClock } = await import('${new URL('../../../services/actuator/clock.js', import.meta.url)}');
    const now = () => Number(process.hrtime.bigint()) / 1e6;
    console.log(JSON.stringify([now(), systemClock.monotonicMs(), now()]));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  const [before, between, after] = JSON.parse(told) as [number, number, number];
  assert.ok(before <= between && between <= after, `${before} ${between} ${after}`);
});
