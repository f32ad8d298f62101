import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTCOME_GRACE_MS, PlanStore, stateOf } from '../../../services/brain/planStore.js';
import type { Outcome } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
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
  assert.equal(first.outcome?.state, 'OUTCOME_STATE_COMPLETED');
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
  const store = new PlanStore(() => 0);
  for (let i = 0; i < 10_002; i++) store.add(plan(`p${i}`));
  assert.equal(store.size, 10_000);
  assert.equal(store.get('p1'), undefined);
  const newest = store.newestFirst();
  assert.equal(newest[0]?.planId, 'p10001');
  assert.equal(newest[newest.length - 1]?.planId, 'p2');
});

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
  store.settle(outcome('runs', 'OUTCOME_STATE_COMPLETED', { finishedUnixMs: 6000 }));
  assert.deepEqual(names(6001), ['waits']);
  now = LATEST_OUTCOME + 1;
  assert.deepEqual(names(EXPIRES_UNIX_MS + 1), [], 'one that expired unheard of counts until then');
});
