import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rolloutMessage } from '../../../services/brain/rolloutMessage.js';
import type { Rollout__Output } from '../../../services/contract/gen/thermocline/v1/Rollout.js';
import type { RolloutServiceDefinition } from '../../../services/contract/gen/thermocline/v1/RolloutService.js';
import { methodDefinition } from '../../../services/rpc/services.js';
import { Drive, FLEET, SPEC } from '../core/rollouts.js';

const GetRollout = methodDefinition('RolloutService', 'GetRollout') as RolloutServiceDefinition['GetRollout'];

/** What people get of a rollout as it stands, over the wire and back. */
function shown({ spec, state }: Drive): Rollout__Output {
  const rollout = rolloutMessage({ spec, state, source: 'text', author: 'ann', createdUnixMs: 1 }, FLEET);
  const { rollout: read } = GetRollout.responseDeserialize(GetRollout.responseSerialize({ rollout }));
  assert.ok(read);
  return read;
}

const isJudging = ({ analysis, begun }: Drive['state']): boolean => begun && analysis !== undefined;

test('each step says whose share it is, and how long', () => {
  const steps = [
    { kind: 'shadow', percent: 10, seconds: 60 },
    { kind: 'setWeight', percent: 50, where: { canary: 'true' } },
    { kind: 'pause' },
    { kind: 'pause', seconds: 90 },
    { kind: 'setWeight', percent: 100 },
  ] as const;
  const told = shown(new Drive({ ...SPEC, steps })).steps.map(
    ({ setShare, shadow, shadowSeconds, where, pauseSeconds }) => [
      setShare,
      shadow,
      shadowSeconds,
      where,
      pauseSeconds,
    ],
  );
  assert.deepEqual(told, [
    [0.1, true, 60, {}, undefined],
    [0.5, false, 0, { canary: 'true' }, undefined],
    [undefined, false, 0, {}, 0],
    [undefined, false, 0, {}, 90],
    [1, false, 0, {}, undefined],
  ]);
});

test('outside of an analysis there is no evidence, and in one that has just begun nothing that was measured', () => {
  const drive = new Drive();
  assert.deepEqual([shown(drive).evidence, shown(drive).analysisUntil], [[], 0]);
  drive.until(isJudging);
  const { evidence, analysisIntervals, analysisUntil } = shown(drive);
  assert.deepEqual([analysisIntervals, analysisUntil], [0, 11]);
  assert.deepEqual(
    evidence.map(({ metric, scale, failAbove, succeedBelow, effect, cohortBefore, cohortNow, looks }) => [
      [metric, scale, failAbove, succeedBelow],
      [effect, cohortBefore, cohortNow, looks],
    ]),
    [
      [
        ['star', 'ratio', 0.05, 0.5],
        [undefined, undefined, undefined, 0],
      ],
      [
        ['psi', 'difference', 0.01, 0.05],
        [undefined, undefined, undefined, 0],
      ],
    ],
  );
});

test('what a verdict of failure rests on stays to be seen after the rollback', () => {
  const drive = new Drive();
  drive.until(({ phase }) => phase === 'rollingBack', 3);
  const { phase, evidence, judgements } = shown(drive);
  const [star, psi] = evidence;
  assert.equal(phase, 'ROLLOUT_PHASE_ROLLING_BACK');
  assert.deepEqual(
    judgements.map(({ verdict, step }) => [verdict, step]),
    [['VERDICT_FAILED', 2]],
  );
  assert.ok(star && psi);
  assert.ok(
    (star.effect ?? 0) > star.failAbove && star.against >= star.againstNeeded && star.failures > star.failureLimit,
  );
  assert.ok((star.cohortNow ?? 0) > 2 * (star.cohortBefore ?? 0), 'three times what it was');
  assert.ok(Math.abs((star.controlNow ?? 0) / (star.controlBefore ?? 0) - 1) < 0.05, 'as it was');
  assert.deepEqual([psi.failures, psi.missing], [0, '']);
});

test('a metric that was not measured says why', () => {
  const drive = new Drive();
  drive.until(isJudging);
  drive.interval();
  drive.unixMs += SPEC.intervalSeconds * 1000;
  drive.observe({ star: {}, psi: {} });
  assert.deepEqual(
    shown(drive).evidence.map(({ missing }) => missing),
    ['no host was measured in the last interval', 'no host was measured in the last interval'],
  );
});
