/** Undo of a plan: a real brain, a real nats-server, the command, and a host whose part the test plays. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { decodeRanges } from '../../services/contract/ranges.js';
import { connectService } from '../../services/rpc/client.js';
import { brainStage, eventually } from './brainStage.js';
import { thermocline } from './commandLine.js';

const POLICY = 'coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s';

test('what a plan moved is shown, taken back once, and cannot be taken back again', async (t) => {
  const { address, brain, host, trusted } = await brainStage(t, { policy: POLICY });
  const state = async (planId: string) => {
    const service = connectService('PlanService', address, { tls: undefined });
    return (await service.call('GetPlan', { planId }).finally(() => service.close())).summary?.state;
  };
  const completed = (planId: string) =>
    eventually(async () => ((await state(planId)) === 'PLAN_STATE_COMPLETED' ? true : undefined));
  const undo = (planId: string, ...more: string[]) =>
    thermocline(['--server', address, 'plans', 'undo', planId, ...more]);
  await eventually(async () => {
    await host.window(2);
    const service = connectService('PlanService', address, { tls: undefined });
    const { plans } = await service.call('ListPlans', {}).finally(() => service.close());
    return plans.length > 0 ? true : undefined;
  });
  const service = connectService('PlanService', address, { tls: undefined });
  const { plans } = await service.call('ListPlans', {});
  const planId = plans.at(-1)?.planId ?? '';
  const { plan } = await service.call('GetPlan', { planId });
  service.close();
  assert.ok(plan);

  const early = await undo(planId);
  assert.deepEqual([early.status, /^UNDO_NOT_ENDED: /.test(early.stderr)], [1, true], early.stderr);
  await host.carryOut(plan);
  await completed(planId);
  // A brain that begins anew knows it from the streams.
  await brain.restart('SIGKILL');
  await completed(planId);

  const dry = await eventually(async () => {
    const ended = await undo(planId, '--dry-run', '-o', 'json');
    return ended.status === 0 ? ended : undefined;
  });
  const shown = JSON.parse(dry.stdout);
  assert.equal(shown.dryRun, true);
  const back = await host.nextPlan(trusted, async () => {
    const ended = await undo(planId, '--reason', 'it got slower');
    assert.equal(ended.status, 0, ended.stderr);
    assert.match(ended.stdout, /Undo of: +\S+[\s\S]*Asked for: +by unauthenticated .*it got slower[\s\S]*sent\n$/);
  });
  assert.equal(back.undoOf, planId);
  const pages = (spaces: typeof plan.spaces) =>
    spaces
      .map(({ fromNode, toNode, ranges }) => [fromNode, toNode, ...decodeRanges(ranges).startPage])
      .sort((a, b) => Number(a[0]) - Number(b[0]));
  const reversed = pages(plan.spaces).map(([from, to, ...starts]) => [to, from, ...starts]);
  assert.deepEqual(
    pages(back.spaces),
    reversed.sort((a, b) => Number(a[0]) - Number(b[0])),
  );
  assert.deepEqual(shown.plans[0].plan.spaces.length, back.spaces.length);
  await host.carryOut(back);
  await completed(back.planId);
  const again = await undo(planId);
  assert.deepEqual([again.status, /^UNDO_NOTHING_LEFT: .*moved-since/.test(again.stderr)], [1, true], again.stderr);
});
