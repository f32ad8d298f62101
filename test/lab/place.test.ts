/**
 * More memory than the fast tier has, and the hot part of it on the slow node: on a real kernel, so that demotion has to make
 * room for each promotion. Nothing here asserts on time but the longest that a phase may take.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { placeRun } from '../bench/brain/labPlace.js';

test('with a full fast tier the hot set gets in, and again after it shifts', { timeout: 400_000 }, async () => {
  const phases = await placeRun('thermocline', 1);
  assert.equal(phases.length, 2);
  for (const { phase, fastAtEnd } of phases) assert.ok(fastAtEnd >= 0.95, `phase ${phase}: ${fastAtEnd} of it is fast`);
});
