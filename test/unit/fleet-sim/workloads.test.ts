import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { evidenceOf, looksIn, seenShare } from '../../fleet-sim/evidence.js';
import { binomial, seeded, shuffled } from '../../fleet-sim/random.js';
import { createWorkload, WORKLOADS } from '../../fleet-sim/workloads.js';

test('the same seed gives the same numbers, another one others', () => {
  const draw = (seed: number): number[] => Array.from({ length: 50 }, seeded(seed));
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
  assert.ok(draw(7).every((each) => each >= 0 && each < 1));
});

test('an order holds each number once', () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.nat(), (count, seed) => {
      const order = shuffled(count, seeded(seed));
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        [...Array(count).keys()],
      );
    }),
  );
});

test('looks come true as often as they should, by mean and by spread', () => {
  for (const [looks, share] of [
    [100, 0.01],
    [100, 0.3],
    [100, 0.97],
    [20, 0.5],
  ] as const) {
    const random = seeded(5);
    const draws = Array.from({ length: 4000 }, () => binomial(looks, share, random));
    const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length;
    const variance = draws.reduce((sum, each) => sum + (each - mean) ** 2, 0) / draws.length;
    const expected = looks * share * (1 - share);
    assert.ok(
      Math.abs(mean - looks * share) < 5 * Math.sqrt(expected / draws.length),
      `mean ${mean} of ${looks} × ${share}`,
    );
    assert.ok(Math.abs(variance / expected - 1) < 0.15, `variance ${variance}, not ${expected}`);
    assert.ok(draws.every((each) => each >= 0 && each <= looks));
  }
  assert.equal(binomial(9, 0, seeded(1)), 0);
  assert.equal(binomial(9, 1, seeded(1)), 9);
});

test('evidence rises with the rate, saturates, and is the same for the same seed', () => {
  const looks = looksIn(10);
  const rates = Float32Array.of(0, 0.1, 1, 10, 1000);
  assert.deepEqual(evidenceOf(rates, looks, seeded(2)), evidenceOf(rates, looks, seeded(2)));
  const seen = evidenceOf(rates, looks, seeded(2));
  assert.equal(seen[0], 0);
  assert.equal(seen[4], 255);
  assert.ok((seen[2] as number) < (seen[3] as number));
  assert.ok(Math.abs(seenShare(1, looks) - (1 - Math.exp(-0.1))) < 1e-12);
});

test('every workload has a rate for each block, and its processes share the blocks out', () => {
  for (const name of WORKLOADS) {
    const workload = createWorkload(name, 200, 3);
    for (const seconds of [0, 599, 600, 6000]) {
      const rates = workload.rates(workload.epochAt(seconds));
      assert.equal(rates.length, 200, name);
      assert.ok(rates.some((rate) => rate > 0) && rates.every((rate) => rate >= 0), name);
      assert.deepEqual(rates, createWorkload(name, 200, 3).rates(workload.epochAt(seconds)), name);
    }
    const blocks = workload.parts.flatMap(({ first, blocks: count }) =>
      Array.from({ length: count }, (_, i) => first + i),
    );
    assert.deepEqual(blocks, [...Array(200).keys()], name);
  }
});

test('what is stationary stays, and what moves is elsewhere after a while', () => {
  const later = (name: (typeof WORKLOADS)[number]): boolean => {
    const workload = createWorkload(name, 200, 3);
    const [first, then] = [workload.rates(workload.epochAt(0)), workload.rates(workload.epochAt(700))];
    return first.some((rate, block) => rate !== then[block]);
  };
  const moving = WORKLOADS.filter(later);
  assert.deepEqual(moving, ['hotset-moving', 'scan-slow', 'phase', 'mixed']);
});
