/** Undo over a shard with a clock of the test's; what streams hold is played. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalShard } from '../../../services/brain/shardPort.js';
import { Shards } from '../../../services/brain/shards.js';
import { Undo } from '../../../services/brain/undo.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../../../services/contract/gen/thermocline/v1/Plan.js';
import { planIdOf } from '../../../services/contract/ids.js';
import { decodeRanges, encodeRanges } from '../../../services/contract/ranges.js';
import { codec } from '../../../services/contract/schema.js';
import { compilePolicy } from '../../../services/core/policy.js';
import { NOW, POLICY, testShard, windowOf } from './shardKit.js';

const HOST = 'h1';
const BOOT = 'boot-1';
const caller = { identity: 'alice', alternativeNames: [], address: '127.0.0.1:1' };
const planCodec = codec('Plan');
const outcomeCodec = codec('Outcome');

const process = { pid: 77, startTicks: 5, startStack: '1234', exeInode: 9 };

/** As it was sent before: pages 1000-1099 up, 5000-5299 down. */
function sentPlan(): Plan__Output {
  const moves = (direction: 'DIRECTION_PROMOTION' | 'DIRECTION_DEMOTION', startPage: number, pages: number) => ({
    space: { process },
    command: 'db',
    class: 'all',
    direction,
    fromNode: direction === 'DIRECTION_PROMOTION' ? 1 : 0,
    toNode: direction === 'DIRECTION_PROMOTION' ? 0 : 1,
    ranges: encodeRanges({ startPage: [startPage], pages: [pages] }),
    reasons: Uint8Array.of(0),
    heat: Uint8Array.of(0),
    ageSeconds: Uint8Array.of(0),
  });
  return planCodec.decode(
    planCodec.encode({
      envelope: { schemaVersion: 1, hostId: HOST, bootId: BOOT, sequence: 1, createdUnixMs: NOW },
      planId: planIdOf(HOST, 1),
      expiresUnixMs: NOW + 60_000,
      policyName: 'p',
      policyRevision: 1,
      pageSize: 4096,
      spaces: [moves('DIRECTION_PROMOTION', 1000, 100), moves('DIRECTION_DEMOTION', 5000, 300)],
      reasons: [{ rule: 'hot-rate' }],
    }),
  );
}

/** A shard that knows a host and a plan that was made for it. */
function stage({ approval = false, undoForMs = 3_600_000 } = {}) {
  const on = testShard([HOST]);
  on.shard.take('access', windowOf(HOST, { sequence: 1, startUnixMs: NOW - 2000, endUnixMs: NOW }));
  const plan = sentPlan();
  const bytes = codec('SignedPlan').encode({ plan: planCodec.encode(plan), keyId: '', signature: new Uint8Array(64) });
  on.shard.take('plan', { subject: hostSubject('plan', HOST), bytes });
  const sent = (): Plan__Output[] => [
    plan,
    ...on.published
      .map(({ bytes }) => planCodec.decode(codec('SignedPlan').decode(bytes).plan))
      .filter((p) => p.undoOf),
  ];
  const outcomes: Outcome__Output[] = [];
  const quiet = () => undefined;
  const compiled = compilePolicy({ ...POLICY, approval });
  assert.ok('policy' in compiled);
  const undo = new Undo({
    shards: new Shards([new LocalShard(on.shard)]),
    archive: {
      eachPlan: async (_host, _since, take) => sent().forEach(take),
      eachOutcome: async (_host, _since, take) => outcomes.forEach(take),
    },
    policy: () => compiled.policy,
    undoForMs,
    unixMs: () => on.clock.unixMs,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  let sequence = 0;
  /** These pages of the plan's first space have that result; the host tells so a second later. */
  const tell = (plan: Plan__Output, index: number, pages: readonly [number, number][], result = 1, ended = true) => {
    on.clock.unixMs += 1000;
    const moves = plan.spaces[index];
    assert.ok(moves);
    const subRuns = encodeRanges({ startPage: pages.map(([start]) => start), pages: pages.map(([, count]) => count) });
    const space = {
      movesIndex: index,
      space: moves.space,
      direction: moves.direction,
      fromNode: moves.fromNode,
      toNode: moves.toNode,
      subRuns,
      results: new Uint8Array(pages.length).fill(result),
      details: new Uint8Array(pages.length),
    };
    const bytes = outcomeCodec.encode({
      envelope: { schemaVersion: 1, hostId: HOST, bootId: BOOT, sequence: ++sequence, createdUnixMs: on.clock.unixMs },
      planId: plan.planId,
      part: outcomes.length,
      state: ended ? 'OUTCOME_STATE_COMPLETED' : 'OUTCOME_STATE_PARTIAL',
      startedUnixMs: on.clock.unixMs,
      finishedUnixMs: on.clock.unixMs,
      spaces: [space],
    });
    outcomes.push(outcomeCodec.decode(bytes));
    on.shard.take('outcome', { subject: hostSubject('outcome', HOST), bytes });
  };
  return { ...on, undo, tell, sent, plan, up: 0, down: 1 };
}

function movesOf(plan: { readonly spaces?: readonly unknown[] } | undefined) {
  return (plan as Plan__Output | undefined)?.spaces.map(({ direction, fromNode, toNode, ranges }) => {
    const { startPage, pages } = decodeRanges(ranges);
    return [direction.replace('DIRECTION_', ''), fromNode, toNode, [...startPage], [...pages]];
  });
}

test('what was really moved goes back, demotions first, asked for by whom and why', async () => {
  const on = stage();
  on.tell(on.plan, on.down, [[5000, 200]], 1, false);
  on.tell(on.plan, on.up, [[1000, 50]]);
  const { planId } = on.plan;
  const shown = await on.undo.undoPlan({ planId, reason: '', dryRun: true }, caller);
  assert.equal(on.sent().length, 1, 'a dry run sends nothing');
  const { plans, summaries } = await on.undo.undoPlan({ planId, reason: 'slow', dryRun: false }, caller);
  const wanted = [
    ['DEMOTION', 0, 1, [1000], [50]],
    ['PROMOTION', 1, 0, [5000], [200]],
  ];
  assert.deepEqual(movesOf(shown.plans?.[0]), wanted);
  assert.deepEqual(movesOf(plans?.[0]), wanted);
  assert.deepEqual(movesOf(on.sent().at(-1)), wanted);
  assert.equal(on.sent().at(-1)?.undoOf, planId);
  const { by, reason } = on.sent().at(-1)?.requested ?? {};
  assert.deepEqual([by, reason], ['alice', 'slow']);
  assert.equal(summaries?.[0]?.undoOf, planId);
});

test('pages that were moved since, freed, or whose effect is not known stay', async () => {
  const on = stage();
  const { planId } = on.plan;
  on.tell(on.plan, on.up, [[1000, 100]], 1, false);
  on.tell(on.plan, on.down, [[5000, 300]], 5);
  // Another plan, which nobody asked to undo, brought ten of them back.
  on.tell({ ...on.plan, planId: 'another' }, on.up, [[1090, 10]]);
  const { plans, pagesLeftOut } = await on.undo.undoPlan({ planId, reason: '', dryRun: true }, caller);
  assert.deepEqual(movesOf(plans?.[0]), [['DEMOTION', 0, 1, [1000], [90]]]);
  assert.deepEqual(pagesLeftOut, { 'moved-since': 10, 'unknown-effect': 300 });

  on.shard.fleet.get(HOST)?.model.spaces.clear();
  await assert.rejects(on.undo.undoPlan({ planId, reason: '', dryRun: false }, caller), {
    code: 'UNDO_NOTHING_LEFT',
    message: /space-gone 90/,
  });
});

test('a plan that is not known, has not ended, or ended too long ago is refused by name', async () => {
  const on = stage();
  const { planId } = on.plan;
  const request = { planId, reason: '', dryRun: false };
  await assert.rejects(on.undo.undoPlan({ ...request, planId: '00-nobody-0' }, caller), { code: 'RPC_NOT_FOUND' });
  await assert.rejects(on.undo.undoPlan(request, caller), { code: 'UNDO_NOT_ENDED' });
  on.tell(on.plan, on.up, [[1000, 100]]);
  on.clock.unixMs += 3_600_001;
  await assert.rejects(on.undo.undoPlan(request, caller), { code: 'UNDO_TOO_OLD' });
});

test('where plans wait for approval, who proves nothing can look and not undo', async () => {
  const on = stage({ approval: true });
  on.tell(on.plan, on.up, [[1000, 100]]);
  const nobody = { identity: 'unauthenticated', alternativeNames: [], address: '127.0.0.1:1' };
  const request = { planId: on.plan.planId, reason: '', dryRun: true };
  assert.equal((await on.undo.undoPlan(request, nobody)).plans?.length, 1);
  await assert.rejects(on.undo.undoPlan({ ...request, dryRun: false }, nobody), { code: 'CALLER_UNPROVEN' });
});

test('all plans of a revision are taken back together, straight to where pages were before the first', async () => {
  const on = stage();
  const { policyName } = on.plan;
  on.tell(on.plan, on.up, [[1000, 100]]);
  const revision = { policyName, policyRevision: Number(on.plan.policyRevision), sinceUnixMs: 0 };
  const wish = { by: 'rollout r1', reason: 'judged worse', isDryRun: false };
  const [done, nowhere] = await on.undo.undoPlansOf(revision, [HOST, 'nobody'], wish);
  assert.ok(done && 'taken' in done);
  assert.deepEqual(movesOf(on.sent().at(-1)), [['DEMOTION', 0, 1, [1000], [100]]]);
  assert.equal(on.sent().at(-1)?.undoOf, `${policyName}@${on.plan.policyRevision}`);
  assert.ok(nowhere && 'error' in nowhere, 'one host that fails stops no other');
});
