import assert from 'node:assert/strict';
import { type LoopRun, loopRun } from '../bench/loopRun.js';

/** `up` with the lab in place of this machine, and an end by itself. */
export async function onceInLab(limitMib: number, options: readonly string[]): Promise<LoopRun> {
  return await loopRun(['--lab', '--once', '--json', '--limit', `${limitMib}MiB`, ...options], () => undefined);
}

/** What a failed run leaves for whoever reads the test's output. */
export function story(loop: LoopRun): string {
  return `${loop.output}\nlogs and records: ${loop.runDir}`;
}

/** Pages that one plan moved more than once would be moved pages beyond what its columns hold. */
export function assertMovedOnce(loop: LoopRun): void {
  for (const plan of loop.plans) {
    const planned = Number(plan.promotedPagesPlanned) + Number(plan.demotedPagesPlanned);
    assert.ok(Number(plan.pagesMoved) <= planned, `plan ${plan.planId} moved ${plan.pagesMoved} of ${planned} pages`);
  }
}
