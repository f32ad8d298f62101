import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moneySaved } from '../../../services/core/costModel.js';

const GIB = 2 ** 30;
const HOUR = 3600;
const MONTH = 30 * 24 * HOUR;
const PRICES = { currency: 'EUR', perGibMonthByTier: [4, 1.5], perMillionSlowAccesses: 0.002 };

test('the example of docs/cost-model.md', () => {
  // 600 GiB in tier 1 for a day of the month's 30, with 2,000 million slow accesses.
  const saved = moneySaved(PRICES, [400 * GIB * 24 * HOUR, 600 * GIB * 24 * HOUR], 2e9);
  assert.ok(Math.abs(saved - 46) < 1e-9, String(saved));
});

test('what lies in the fastest tier saves nothing, and slow accesses cost', () => {
  assert.equal(moneySaved(PRICES, [1000 * GIB * MONTH], 0), 0);
  assert.equal(moneySaved(PRICES, [], 5e6), -0.01);
});

test('tiers without a price have that of the last one with', () => {
  assert.equal(moneySaved(PRICES, [0, 0, 10 * GIB * MONTH, 0], 0), 25);
  assert.equal(moneySaved({ ...PRICES, perGibMonthByTier: [] }, [0, GIB * MONTH], 0), 0);
});
