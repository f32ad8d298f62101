import assert from 'node:assert/strict';
import test from 'node:test';
import type { OutgoingPlan, Taken } from '../../../services/brain/messages.js';
import { statisticsService } from '../../../services/brain/statistics.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import type { SpaceMoves__Output } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { codec } from '../../../services/contract/schema.js';
import { encodeVarints } from '../../../services/contract/varint.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import type { Score } from '../../../services/core/scoreboard.js';
import { NOW, POLICY, testShard, windowOf } from './shardKit.js';

const HOST = 'h';
const PAGE = 4096;
const EBUSY = 16;
const plans = codec('Plan');
const signed = codec('SignedPlan');
const [CLASS] = POLICY.classes as [PolicySpec['classes'][number]];
const outcomes = codec('Outcome');
let sequence = 1;

/** What the host answers: every sub-run with this result. */
function outcomeOf(sent: OutgoingPlan | undefined, atUnixMs: number, result: number, detail = 0): Taken {
  assert.ok(sent);
  const plan = plans.decode(signed.decode(sent.bytes).plan);
  const envelope = { schemaVersion: 1, hostId: HOST, bootId: 'boot-1', sequence: sequence++, createdUnixMs: atUnixMs };
  const spaces = plan.spaces.map(({ space, direction, fromNode, toNode, ranges }: SpaceMoves__Output, movesIndex) => {
    const count = ranges?.count ?? 0;
    const results = new Uint8Array(count).fill(result);
    const details = encodeVarints(new Array(count).fill(detail));
    return { movesIndex, space, direction, fromNode, toNode, subRuns: ranges, results, details };
  });
  const bytes = outcomes.encode({
    envelope,
    planId: plan.planId,
    state: 'OUTCOME_STATE_COMPLETED',
    finishedUnixMs: atUnixMs,
    policyRevision: 1,
    spaces,
  });
  return { subject: hostSubject('outcome', HOST), bytes };
}

/** A shard, and a host whose windows of 10 s come one after the other. */
function stage(changes: Parameters<typeof testShard>[1] = {}) {
  const on = testShard([HOST], { residenceSeconds: 30, ...changes });
  let windows = 0;
  return {
    ...on,
    window(hotEvidence = 255, hotNode = 1): void {
      windows++;
      on.clock.unixMs = NOW + windows * 10_000;
      on.shard.take(
        'access',
        windowOf(HOST, {
          sequence: windows,
          startUnixMs: NOW + (windows - 1) * 10_000,
          endUnixMs: NOW + windows * 10_000,
          labels: { rack: 'r1' },
          hotEvidence,
          hotNode,
        }),
      );
    },
    row: (dimension: 'class' | 'host' | 'label' | 'revision' | 'rule', name: string) => {
      const query = { dimension, label: 'rack', windowSeconds: 300 };
      return on.shard.questions.scores(query).find((each) => each.name === name)?.scores as Record<Score, number>;
    },
  };
}

const EVERYWHERE = [
  ['class', 'all'],
  ['host', HOST],
  ['label', 'r1'],
  ['revision', 'p@1'],
] as const;

test('what windows show is kept by class, host, label and revision: where the bytes are, and how hot', () => {
  const { window, row } = stage();
  window();
  window();
  for (const [dimension, name] of EVERYWHERE) {
    const { observedSeconds, fastHeat, slowHeat, tier0ByteSeconds, tier1ByteSeconds, slowAccesses } = row(
      dimension,
      name,
    );
    assert.deepEqual(
      { observedSeconds, fastHeat, slowHeat, tier0ByteSeconds, tier1ByteSeconds, slowAccesses },
      {
        // The first window is where watching begins.
        observedSeconds: 10,
        fastHeat: 0,
        slowHeat: 100 * PAGE * 10,
        tier0ByteSeconds: 300 * PAGE * 10,
        tier1ByteSeconds: 100 * PAGE * 10,
        // 20 looks in the window, each of which saw 100 pages accessed.
        slowAccesses: 2000,
      },
      dimension,
    );
  }
});

for (const [became, result, scores] of [
  ['moved', 1, { promotedBytes: 100 * PAGE, demotedBytes: 300 * PAGE, EBUSY: 0 }],
  ['failed', 3, { promotedBytes: 0, demotedBytes: 0, EBUSY: 400 * PAGE }],
] as const) {
  test(`what ${became} counts for its class, host, label and revision`, () => {
    const { shard, clock, published, window, row } = stage();
    window();
    shard.take('outcome', outcomeOf(published[0], clock.unixMs, result, EBUSY));
    for (const [dimension, name] of EVERYWHERE) {
      const { promotedBytes, demotedBytes, EBUSY: failed } = row(dimension, name);
      assert.deepEqual({ promotedBytes, demotedBytes, EBUSY: failed }, scores, dimension);
    }
    assert.equal(row('rule', 'hot-rate').promotedBytes, scores.promotedBytes);
  });
}

for (const [stayed, hotEvidence, cold] of [
  ['stayed hot was of use', 255, 0],
  ['was not seen again stayed cold, and counts against its rule', 0, 100 * PAGE],
] as const) {
  test(`what was promoted and ${stayed}`, () => {
    const { shard, clock, published, window, row } = stage({ classes: [{ ...CLASS, coldAgeSeconds: 600 }] });
    window();
    shard.take('outcome', outcomeOf(published[0], clock.unixMs, 1));
    window(hotEvidence, 0);
    window(hotEvidence, 0);
    for (const [dimension, name] of EVERYWHERE)
      assert.equal(row(dimension, name).judgedBytes, 0, 'its window is not over');
    window(hotEvidence, 0);
    window(hotEvidence, 0);
    for (const [dimension, name] of [...EVERYWHERE, ['rule', 'hot-rate']] as const) {
      const { judgedBytes, stayedColdBytes } = row(dimension, name);
      assert.deepEqual([judgedBytes, stayedColdBytes], [100 * PAGE, cold], `${dimension}: judged once`);
    }
  });
}

test('statistics are shares, rates and money; what nothing is known of is absent', async () => {
  const { shard, clock, published, window } = stage({ classes: [{ ...CLASS, coldAgeSeconds: 600 }] });
  const prices = { currency: 'EUR', perGibMonthByTier: [4, 1.5], perMillionSlowAccesses: 0 };
  const ask = async (by: string, of: object = POLICY) => {
    const board = { ask: async (_: string, query: never) => [shard.questions.scores(query)] };
    const service = statisticsService(board as never, () => of as never);
    return await service.getStatistics({ by, label: 'rack', windowSeconds: 300 } as never);
  };
  window();
  shard.take('outcome', outcomeOf(published[0], clock.unixMs, 1));
  window(255, 0);
  const { statistics = [], currency } = await ask('STATISTICS_BY_CLASS', { ...POLICY, prices });
  assert.equal(currency, 'EUR');
  const [all] = statistics;
  assert.equal(all?.name, 'all');
  // Promoted before the second window: its heat is in the fast tier.
  assert.deepEqual([all?.starEstimate, all?.strr, all?.promotedBytes], [0, 0, 100 * PAGE]);
  assert.equal(all?.promotedBytesPerSecond, (100 * PAGE) / 10);
  assert.deepEqual(all?.bytesByTier, [400 * PAGE]);
  assert.deepEqual([all?.saved, all?.uselessShare], [0, undefined]);
  assert.equal((await ask('STATISTICS_BY_LABEL')).currency, undefined);
  const rule = (await ask('STATISTICS_BY_RULE')).statistics?.[0];
  assert.deepEqual([rule?.name, rule?.starEstimate, rule?.strr], ['hot-rate', undefined, undefined]);
});

test('windows and labels that cannot be asked for are refused by name', async () => {
  const service = statisticsService({ ask: async () => [] } as never, () => POLICY as never);
  await assert.rejects(service.getStatistics({ by: 'STATISTICS_BY_CLASS', label: '', windowSeconds: 1 } as never), {
    code: 'RPC_INVALID',
    message: 'window_seconds: got 1; expected 25 to 86400',
  });
  await assert.rejects(service.getStatistics({ by: 'STATISTICS_BY_LABEL', label: '', windowSeconds: 0 } as never), {
    code: 'RPC_INVALID',
  });
});
