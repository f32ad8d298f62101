/**
 * The whole thread on a real kernel: access bits in the guest, a real NATS server, a central plan, real pages on the other
 * node. The truth is the workload's own count. How fast it goes is for `npm run bench -- loop`: here other tests run beside the
 * guest, so its time is given freely.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import test from 'node:test';
import { busiestSecondBytes, lastOf } from '../bench/loopFigures.js';
import { type LoopRun, loopRun } from '../bench/loopRun.js';
import { lab } from './guest.js';

const MIB = 2 ** 20;
const LIMIT_MIB = 16;
/** A huge page may complete at once; the workload has none, but the promise is worded so. */
const SLACK_BYTES = Math.max(0.02 * LIMIT_MIB, 2) * MIB;

async function run(options: readonly string[]): Promise<LoopRun> {
  return await loopRun(['--lab', '--limit', `${LIMIT_MIB}MiB`, '--json', ...options], () => undefined);
}

/** What a failed run leaves for whoever reads the test's output. */
function story(loop: LoopRun): string {
  return `${loop.output}\nlogs and records: ${loop.runDir}`;
}

/** Pages that one plan moved more than once would be moved pages beyond what its columns hold. */
function assertMovedOnce(loop: LoopRun): void {
  for (const plan of loop.plans) {
    const planned = Number(plan.promotedPagesPlanned) + Number(plan.demotedPagesPlanned);
    assert.ok(Number(plan.pagesMoved) <= planned, `plan ${plan.planId} moved ${plan.pagesMoved} of ${planned} pages`);
  }
}

test('a workload is placed, and placed again after its hot set shifts, within the rate limit', {
  timeout: 400_000,
}, async () => {
  const loop = await run(['--once', '--shift-when-placed', '--timeout', '300']);
  assert.equal(loop.status, 0, story(loop));
  assert.ok((lastOf(loop.reports, 1)?.hotOnFast ?? 0) >= 0.95, story(loop));
  assert.ok((lastOf(loop.reports, 1)?.coldOnSlow ?? 0) >= 0.9, story(loop));
  const most = busiestSecondBytes(loop.moves);
  assert.ok(most > 0 && most <= LIMIT_MIB * MIB + SLACK_BYTES, `${most} bytes completed within one second`);
  assertMovedOnce(loop);
  rmSync(loop.runDir, { recursive: true, force: true });
});

test('each service stopped and started in the middle: the workload is placed all the same', {
  timeout: 500_000,
}, async () => {
  const restarts = ['brain@14', 'collector@20', 'nats@30', 'actuator@36'].flatMap((each) => ['--restart', each]);
  const loop = await run(['--once', '--timeout', '240', ...restarts]);
  assert.equal(loop.status, 0, story(loop));
  for (const name of ['brain', 'collector', 'nats', 'actuator']) {
    assert.match(loop.output, new RegExp(`restarting (the )?${name}`), `${name} was not restarted\n${story(loop)}`);
  }
  assertMovedOnce(loop);
  rmSync(loop.runDir, { recursive: true, force: true });
});

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
