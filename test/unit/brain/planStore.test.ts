import assert from 'node:assert/strict';
import { test } from 'node:test';
import { responseOf } from '../../../services/brain/planService.js';
import { OUTCOME_GRACE_MS, PlanStore, type StoredPlan, stateOf } from '../../../services/brain/planStore.js';
import type { Outcome } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import { codec } from '../../../services/contract/schema.js';
import { EXPIRES_UNIX_MS, outcome, plan } from './storedPlans.js';

const LATEST_OUTCOME = EXPIRES_UNIX_MS + OUTCOME_GRACE_MS;

const STATES: readonly { outcome?: Outcome; atUnixMs?: number; state: string; because: string }[] = [
  { state: 'PLAN_STATE_PUBLISHED', because: 'nothing was heard of it' },
  { atUnixMs: LATEST_OUTCOME, state: 'PLAN_STATE_PUBLISHED', because: 'an outcome may still be on its way' },
  { atUnixMs: LATEST_OUTCOME + 1, state: 'PLAN_STATE_EXPIRED', because: 'no outcome came' },
  { outcome: { state: 'OUTCOME_STATE_PARTIAL' }, state: 'PLAN_STATE_EXECUTING', because: 'more will come' },
  { outcome: { state: 'OUTCOME_STATE_COMPLETED' }, state: 'PLAN_STATE_COMPLETED', because: 'it is done' },
  {
    outcome: { state: 'OUTCOME_STATE_COMPLETED' },
    atUnixMs: LATEST_OUTCOME + 1,
    state: 'PLAN_STATE_COMPLETED',
    because: 'what is done does not expire',
  },
  {
    outcome: { state: 'OUTCOME_STATE_STOPPED', reason: 'withdrawn' },
    state: 'PLAN_STATE_WITHDRAWN',
    because: 'it was taken back',
  },
  {
    outcome: { state: 'OUTCOME_STATE_STOPPED', reason: 'stopped' },
    state: 'PLAN_STATE_COMPLETED',
    because: 'it ended early, and nothing more will come of it',
  },
  {
    outcome: { state: 'OUTCOME_STATE_REFUSED', reason: 'expired' },
    state: 'PLAN_STATE_EXPIRED',
    because: 'it reached the host too late',
  },
  {
    outcome: { state: 'OUTCOME_STATE_REFUSED', reason: 'forged' },
    state: 'PLAN_STATE_REFUSED',
    because: 'the host does not trust it',
  },
];

for (const { outcome: came, atUnixMs = 2000, state, because } of STATES) {
  test(`a plan is ${state}: ${because}`, () => {
    const store = new PlanStore(() => atUnixMs);
    const stored = store.add(plan('p1'));
    if (came) store.settle(outcome('p1', 'OUTCOME_STATE_UNSPECIFIED', came));
    assert.equal(stateOf(stored, atUnixMs), state);
  });
}

test('what is stored says what will be moved, up and down', () => {
  const stored = new PlanStore(() => 0).add(plan('p1'));
  const { planId, hostId, bootId, createdUnixMs, expiresUnixMs, promotedPages, demotedPages } = stored;
  assert.deepEqual(
    { planId, hostId, bootId, createdUnixMs, expiresUnixMs, promotedPages, demotedPages },
    {
      planId: 'p1',
      hostId: 'h',
      bootId: 'b',
      createdUnixMs: 1000,
      expiresUnixMs: EXPIRES_UNIX_MS,
      promotedPages: 3,
      demotedPages: 5,
    },
  );
});

test('a plan that is told again is left as it is', () => {
  const store = new PlanStore(() => 0);
  const first = store.add(plan('p1'));
  store.settle(outcome('p1', 'OUTCOME_STATE_COMPLETED'));
  assert.equal(store.add(plan('p1')), first);
  assert.equal(first.report?.state, 'OUTCOME_STATE_COMPLETED');
  assert.equal(store.size, 1);
});

test('an outcome that comes before its plan waits for it', () => {
  const store = new PlanStore(() => 0);
  assert.equal(store.settle(outcome('p1', 'OUTCOME_STATE_COMPLETED')), undefined);
  assert.equal(stateOf(store.add(plan('p1')), 0), 'PLAN_STATE_COMPLETED');
});

test('watchers are told of each plan and each outcome, until they leave', () => {
  const store = new PlanStore(() => 0);
  const told: string[] = [];
  const leave = store.watch((each) => told.push(`${each.planId} ${stateOf(each, 0)}`));
  store.add(plan('p1'));
  store.add(plan('p1'));
  store.settle(outcome('p1', 'OUTCOME_STATE_PARTIAL'));
  store.settle(outcome('p9', 'OUTCOME_STATE_PARTIAL'));
  leave();
  store.add(plan('p2'));
  assert.deepEqual(told, ['p1 PLAN_STATE_PUBLISHED', 'p1 PLAN_STATE_EXECUTING']);
});

test('the oldest plans go first, and memory is bounded', () => {
  const store = new PlanStore(() => 0, { plans: 10, bodyBytes: 10_000 });
  for (let i = 0; i < 12; i++) store.add(plan(`p${i}`));
  assert.equal(store.size, 10);
  assert.equal(store.get('p1'), undefined);
  const newest = store.newestFirst();
  assert.equal(newest[0]?.planId, 'p11');
  assert.equal(newest[newest.length - 1]?.planId, 'p2');
});

test('of an outcome in parts all are kept, whatever order they come in, and each counts once', () => {
  const store = new PlanStore(() => 0);
  const of = (movesIndex: number, startPage: number, pages: number) => ({
    movesIndex,
    subRuns: encodeRanges({ startPage: [startPage], pages: [pages] }),
  });
  store.settle(outcome('p1', 'OUTCOME_STATE_PARTIAL', { part: 0, spaces: [of(0, 10, 2)] }));
  const stored = store.add(plan('p1'));
  const last = { part: 2, spaces: [of(1, 20, 3)], totals: { pagesMoved: 8, pagesFailed: { EBUSY: 1 } } };
  store.settle(outcome('p1', 'OUTCOME_STATE_COMPLETED', last));
  store.settle(outcome('p1', 'OUTCOME_STATE_COMPLETED', last));
  store.settle(outcome('p1', 'OUTCOME_STATE_PARTIAL', { part: 1, spaces: [of(0, 12, 3)] }));
  assert.equal(stateOf(stored, 0), 'PLAN_STATE_COMPLETED');
  assert.deepEqual(
    stored.report?.reportedPages,
    new Map([
      [0, 5],
      [1, 3],
    ]),
  );
  assert.deepEqual([stored.report?.pagesMoved, stored.report?.pagesFailed], [8, 1]);
  const whole = responseOf(stored, 0).outcome;
  assert.deepEqual(
    whole?.spaces?.map(({ movesIndex }) => movesIndex),
    [0, 0, 1],
  );
});

test('bodies are let go when they take too much, the oldest first; what is known of the plan stays', () => {
  const bytes = codec('Plan').encode(plan('p0')).length;
  const store = new PlanStore(() => 0, { plans: 10, bodyBytes: 2 * bytes });
  for (let i = 0; i < 3; i++) store.add(plan(`p${i}`));
  const held = store.newestFirst().map(({ planId, body }) => [planId, body !== undefined]);
  assert.deepEqual(held, [
    ['p2', true],
    ['p1', true],
    ['p0', false],
  ]);
  assert.equal(responseOf(store.get('p0') as StoredPlan, 0).plan, undefined);
  assert.equal(store.get('p0')?.demotedPages, 5);
  store.settle(outcome('p1', 'OUTCOME_STATE_COMPLETED', { reasonText: 'x'.repeat(2 * bytes) }));
  assert.deepEqual(
    store.newestFirst().map(({ body }) => body !== undefined),
    [true, false, false],
  );
});

const pending = { state: 'APPROVAL_STATE_PENDING' } as const;
const approved = { state: 'APPROVAL_STATE_APPROVED', decidedBy: 'alice', decidedUnixMs: 1500 } as const;

test('a plan that waits for a person bears on no other until it is approved of', () => {
  let now = 2000;
  const store = new PlanStore(() => now);
  const stored = store.add(plan('p1'), undefined, pending);
  assert.equal(stateOf(stored, now), 'PLAN_STATE_PENDING_APPROVAL');
  assert.equal(store.waitingPlan('h'), stored);
  assert.deepEqual(store.outstanding('h', 'b', 0), []);
  store.decide('p1', approved);
  assert.equal(stateOf(stored, now), 'PLAN_STATE_PUBLISHED');
  assert.equal(store.waitingPlan('h'), undefined);
  assert.deepEqual(store.outstanding('h', 'b', 0), [stored]);

  const late = store.add(plan('p2'), undefined, pending);
  now = EXPIRES_UNIX_MS;
  assert.equal(stateOf(late, now), 'PLAN_STATE_EXPIRED', 'at its expiry, without a grace: nothing of it is under way');
  assert.equal(store.waitingPlan('h'), undefined);
});

for (const [state, is] of [
  ['APPROVAL_STATE_REJECTED', 'PLAN_STATE_REJECTED'],
  ['APPROVAL_STATE_WITHDRAWN', 'PLAN_STATE_WITHDRAWN'],
] as const) {
  test(`a plan of ${state} is ${is} and bears on no other`, () => {
    const store = new PlanStore(() => 2000);
    const stored = store.add(plan('p1'), undefined, pending);
    store.decide('p1', { state });
    assert.equal(stateOf(stored, 2000), is);
    assert.equal(store.waitingPlan('h'), undefined);
    assert.deepEqual(store.outstanding('h', 'b', 0), []);
  });
}

test('outstanding are the plans of this boot whose effect the host’s facts do not show yet', () => {
  let now = 2000;
  const store = new PlanStore(() => now);
  const names = (factsUnixMs: number): string[] => store.outstanding('h', 'b', factsUnixMs).map((each) => each.planId);
  store.add(plan('waits'));
  store.add(plan('runs'));
  store.add(plan('done'));
  store.add(plan('other-boot', { envelope: { hostId: 'h', bootId: 'before' } }));
  store.add(plan('other-host', { envelope: { hostId: 'i', bootId: 'b' } }));
  store.settle(outcome('runs', 'OUTCOME_STATE_PARTIAL'));
  store.settle(outcome('done', 'OUTCOME_STATE_COMPLETED', { finishedUnixMs: 5000 }));

  assert.deepEqual(names(4999), ['waits', 'runs', 'done'], 'done after the facts were taken');
  assert.deepEqual(names(5001), ['waits', 'runs']);
  store.settle(outcome('runs', 'OUTCOME_STATE_COMPLETED', { part: 1, finishedUnixMs: 6000 }));
  assert.deepEqual(names(6001), ['waits']);
  now = LATEST_OUTCOME + 1;
  assert.deepEqual(names(EXPIRES_UNIX_MS + 1), [], 'one that expired unheard of counts until then');
});
