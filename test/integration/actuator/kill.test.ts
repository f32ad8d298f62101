import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Feed, PAGES_A_PLAN } from './feed.js';

const KILLS = 20;
const PLANS = 40;

test('killed again and again, it loses no plan and no outcome, and moves no page twice', {
  timeout: 120_000,
}, async () => {
  const feed = new Feed(PLANS);
  await feed.killed(KILLS);
  const outcomes = feed.outcomes();
  assert.deepEqual(
    outcomes.map(({ planId }) => planId).sort(),
    Array.from({ length: PLANS }, (_, i) => `plan-${i + 1}`).sort(),
  );
  for (const { planId, totals, state } of outcomes) {
    assert.equal(state, 'OUTCOME_STATE_COMPLETED', planId);
    assert.equal(totals?.pagesMoved, String(PAGES_A_PLAN), `${planId}: ${JSON.stringify(totals)}`);
  }
  assert.ok(feed.nodes().every((node) => node === 0));
  assert.ok(feed.moveCounts().every((count) => count === 1));
  assert.equal(new Set(outcomes.map(({ envelope }) => envelope?.sequence)).size, PLANS);
});
