import assert from 'node:assert/strict';
import test from 'node:test';
import { errnoName, recordedOf, rulesOf } from '../../../services/brain/recorded.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import { codec } from '../../../services/contract/schema.js';
import { encodeVarints } from '../../../services/contract/varint.js';
import { outcome, plan } from './storedPlans.js';

const process = { pid: 7, startTicks: 1, startStack: 2, exeInode: 3 };
const columns = (startPage: number[], pages: number[], reasons: number[]) => ({
  ranges: encodeRanges({ startPage, pages }),
  reasons: Uint8Array.from(reasons),
  heat: Uint8Array.from(startPage, () => 51),
  ageSeconds: encodeVarints(startPage.map((_, i) => 300 + i)),
});
const PLAN = plan('p1', {
  pageSize: 4096,
  reasons: [
    { rule: 'cold-age', text: 'cold', numbers: { 'cold-age': 120 } },
    { rule: 'ceiling', text: 'too much', numbers: {} },
  ],
  spaces: [
    {
      space: { process },
      class: 'web',
      direction: 'DIRECTION_DEMOTION',
      toNode: 1,
      ...columns([10, 30], [5, 2], [0, 1]),
    },
    { space: { process }, class: 'web', direction: 'DIRECTION_DEMOTION', toNode: 2, ...columns([50], [9], [0]) },
  ],
});
const named = (place: object) => ({ space: 'pid', pid: 7, ...place }) as never;

test('a plan is summed up by class and rule, most bytes first', () => {
  const rows = rulesOf(PLAN).map(({ class: of, rule, moves, pages, bytes }) => [of, rule, moves, pages, bytes]);
  assert.deepEqual(rows, [
    ['web', 'cold-age', 2, 14, 57_344],
    ['web', 'ceiling', 1, 2, 8192],
  ]);
});

test('what a plan recorded of a page is read from its columns, by page and by address', () => {
  const summary = { planId: 'p1' };
  const found = recordedOf({ summary, plan: PLAN }, named({ place: 'page', page: '31' }));
  assert.equal(found.planned, true);
  assert.deepEqual(
    [found.startPage, found.pages, found.ageSeconds, found.heat, found.reason?.rule],
    [30, 2, 301, 0.2, 'ceiling'],
  );
  const byAddress = recordedOf({ summary, plan: PLAN }, named({ place: 'address', address: String(58 * 4096 + 17) }));
  assert.deepEqual([byAddress.page, byAddress.toNode], [58, 2]);
  for (const page of ['9', '15', '32', '59']) {
    assert.equal(recordedOf({ summary, plan: PLAN }, named({ place: 'page', page })).planned, false, page);
  }
  const ofOther = recordedOf({ summary, plan: PLAN }, {
    ...(named({ place: 'page', page: '31' }) as object),
    pid: 8,
  } as never);
  assert.equal(ofOther.planned, false);
});

test('what became of a page is the sub-run that it is in', () => {
  const told = outcome('p1', 'OUTCOME_STATE_COMPLETED', {
    spaces: [
      {
        movesIndex: 0,
        subRuns: encodeRanges({ startPage: [10, 12, 30], pages: [2, 3, 2] }),
        results: Uint8Array.of(1, 3, 4),
        details: encodeVarints([0, 16, 1]),
        skipReasons: ['residence', 'headroom'],
      },
    ],
  });
  const became = (page: string) => {
    const { result, resultDetail } = recordedOf({ plan: PLAN, outcome: told }, named({ place: 'page', page }));
    return [result, resultDetail];
  };
  assert.deepEqual(became('11'), ['SUB_RUN_RESULT_MOVED', '']);
  assert.deepEqual(became('12'), ['SUB_RUN_RESULT_FAILED', 'EBUSY']);
  assert.deepEqual(became('30'), ['SUB_RUN_RESULT_SKIPPED', 'headroom']);
  assert.deepEqual(became('50'), [undefined, undefined], 'no outcome tells of it yet');
  assert.equal(errnoName(9999), 'errno 9999');
});

test('a plan keeps what it was judged by, on the wire', () => {
  const plans = codec('Plan');
  const { reasons } = plans.decode(plans.encode(PLAN));
  assert.deepEqual(reasons[0]?.numbers, { 'cold-age': 120 });
});
