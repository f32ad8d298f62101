/** Rollouts from the command line to a real brain process: what people do first, and what a pipeline goes by. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { thermocline } from './commandLine.js';
import { fleetStage } from './rolloutStage.js';

function sourceOf(revision: number): string {
  return `
name: squeeze
policy: fleet
revision: ${revision}
spreadBy: [rack]
controlShare: 40%
interval: 1s
baseline: 3
undoMoves: true
metrics:
  - { name: star, failAbove: 5%, succeedBelow: 60%, floor: 0.01, minimumIntervals: 2 }
steps:
  - shadow: { percent: 20, for: 2s }
  - setWeight: 40
  - analysis: { intervals: 12, settle: 1, missing: 6 }
  - pause: {}
  - setWeight: 100
`;
}

test('a bad revision is tried, watched and taken back, all from the command line', async (t: TestContext) => {
  const stage = await fleetStage(t);
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-ctl-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'rollout.yaml');
  const env = { THERMOCLINE_SERVER: stage.address };
  const rollouts = (...args: string[]) => thermocline(['rollouts', ...args], env);
  const revision = await stage.hold({ fastCeiling: { share: 0.02 } });

  writeFileSync(file, sourceOf(revision).replace('policy: fleet', 'policy: other'));
  const refused = await rollouts('start', file);
  assert.match(
    refused.stderr,
    /rollout\.yaml:3:1: policy: got other; expected the policy that is active\nROLLOUT_INVALID: /,
  );

  writeFileSync(file, sourceOf(revision));
  const dry = await rollouts('start', file, '--dry-run', '-o', 'json');
  const { stages } = JSON.parse(dry.stdout) as { stages: { cohort: string[]; control: string[] }[] };
  assert.equal((await rollouts('list')).stderr, 'no rollouts found\n');

  const started = await rollouts('start', file, '--reason', 'a try');
  assert.match(started.stdout, /^started rollout squeeze of policy fleet revision 2, from 1\n/);
  const watched = await rollouts('watch', 'squeeze');
  assert.match(watched.stderr, /^ROLLOUT_ROLLED_BACK: rollout squeeze: star: more than \+5 % shown/);
  assert.equal(watched.status, 3);
  // On a slow machine hosts have been observed before the watch has begun.
  assert.match(
    watched.stdout,
    /^\S+ (Baseline|Progressing)\W.*\n(.*\n)* {4}star: effect \+.*\n(.*\n)*.* Degraded, step 3 of 5: star/,
  );

  const { rollout } = JSON.parse((await rollouts('get', 'squeeze', '-o', 'json')).stdout);
  const [star] = rollout.evidence;
  assert.deepEqual([star.scale, star.failAbove, star.succeedBelow, star.failures], ['ratio', 0.05, 0.6, 1]);
  assert.ok(star.effect > 0.05 && star.against >= star.againstNeeded, JSON.stringify(star));
  assert.ok(star.cohortNow > star.cohortBefore, 'the cohort has become worse');
  const { stdout: shown } = await rollouts('get', 'squeeze');
  assert.match(
    shown,
    /^ +1 +shadow 20% for 2s +done +-\n +2 +setWeight 40% +done +-\n +3 +analysis of star +Degraded +Failed$/m,
  );

  const moved = new Set(stage.plansOf(revision).flatMap(({ hostId, shadow }) => (shadow ? [] : [hostId])));
  assert.ok(moved.size > 0);
  assert.deepEqual(
    [...moved].filter((hostId) => !stages[0]?.cohort.includes(hostId)),
    [],
    'a dry run names the hosts that it then is',
  );

  const history = await rollouts('history', 'squeeze');
  assert.match(history.stdout, / unauthenticated \(.*\) .* a try$/m);
  assert.match(history.stdout, / thermocline .* Progressing -> RollingBack .*\n {4}star: effect \+/);
  const late = await rollouts('promote', 'squeeze');
  assert.match(late.stderr, /^ROLLOUT_VERB: /);
  assert.equal(late.status, 1);
});

test('one that comes to nothing waits for a person, and ends well when that person lets it', async (t: TestContext) => {
  const stage = await fleetStage(t);
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-ctl-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'rollout.yaml');
  const rollouts = (...args: string[]) => thermocline(['rollouts', ...args], { THERMOCLINE_SERVER: stage.address });
  const revision = await stage.hold({ fastCeiling: { share: 0.02 } });
  // Its harm is shown, and put up with as often as it is looked at: it neither fails nor passes.
  const source = sourceOf(revision)
    .replace('intervals: 12', 'intervals: 3')
    .replace('minimumIntervals: 2', 'minimumIntervals: 2, failureLimit: 9')
    .replace('  - pause: {}\n', '');
  writeFileSync(file, source);
  const started = await rollouts('start', file);
  assert.equal(started.status, 0, started.stderr);
  const waits = await rollouts('watch', 'squeeze');
  assert.match(waits.stderr, /^ROLLOUT_WAITS: rollout squeeze: star: .* it allows resume, promote, abort, undo\n$/);
  assert.equal(waits.status, 4);
  assert.match((await rollouts('list')).stdout, /^squeeze +fleet@2 +Paused +3\/4 /m);
  const promoted = await rollouts('promote', 'squeeze', '--reason', 'good enough');
  assert.equal(promoted.stdout, 'rollout squeeze: Healthy, all steps are done\n');
  const { status, stderr } = await rollouts('watch', 'squeeze');
  assert.deepEqual([status, stderr], [0, '']);
  await stage.eventually(async () => (await stage.activeRevision()) === revision, 'the revision as that of all');
});
