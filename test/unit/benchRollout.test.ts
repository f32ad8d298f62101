import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figure } from '../bench/figure.js';
import { mannWhitney } from '../bench/rollout/mannWhitney.js';
import { wilson } from '../bench/rollout/proportion.js';

const close = (a: number, b: number, by: number): void => assert.ok(Math.abs(a - b) <= by, `${a}, not ${b}`);

test('Mann and Whitney: the chance of the draws that show as much, counted', () => {
  // One of the C(10, 5) = 252 draws; two of them; and half of them and those with a tie, by symmetry.
  close(mannWhitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]), 1 / 252, 1e-12);
  close(mannWhitney([5, 7, 8, 9, 10], [1, 2, 3, 4, 6]), 2 / 252, 1e-12);
  close(mannWhitney([1, 2], [3, 4]), 1, 1e-12);
});

test('Mann and Whitney: large groups by the normal distribution, which is near the count where both are known', () => {
  const values = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
  const small = mannWhitney(values(14.5, 40), values(0, 60));
  const large = mannWhitney(values(14.5, 60), values(0, 80));
  assert.ok(small < 0.5 && small > 0.05, `${small}`);
  assert.ok(large < 0.5 && large > 0.05, `${large}`);
  assert.ok(mannWhitney(values(1000, 100), values(0, 100)) < 1e-30);
});

test('Wilson: an interval that holds the share and never leaves 0 to 1', () => {
  const [low, high] = wilson(0, 1000);
  assert.equal(low, 0);
  assert.equal(wilson(7, 7)[1], 1);
  close(high, 0.003827, 1e-6);
  // Wilson's interval for 10 of 100, as in Newcombe (1998), method 3.
  const [least, most] = wilson(10, 100);
  close(least, 0.0552, 1e-4);
  close(most, 0.1744, 1e-4);
});

test('a figure that is above the most it may be does not hold', () => {
  assert.equal(figure('rollout', 'null-failed', [0.011], 'of rollouts', '', { most: 0.01 }).holds, false);
  assert.equal(figure('rollout', 'null-failed', [0.01], 'of rollouts', '', { most: 0.01 }).holds, true);
});
