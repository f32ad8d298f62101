import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lookWeight } from '../../../services/core/looks.js';
import { mostEvidence, relabellingEvidence } from '../../../services/core/relabelling.js';

const scores = fc.constantFrom('even' as const, 'upper' as const);

test('over all cohorts that could have been drawn the mean evidence is 1, whatever the values', () => {
  // 0 and -0 are a tie, which the next property is about.
  const values = fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 3,
    maxLength: 9,
    comparator: 'SameValueZero',
  });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 4 }), scores, (all, size, kind) => {
      const cohorts = subsets(all, Math.min(size, all.length - 1));
      const evidence = cohorts.map((cohort) => relabellingEvidence(cohort, without(all, cohort), kind));
      assert.ok(Math.abs(mean(evidence) - 1) < 1e-9, `mean ${mean(evidence)}`);
    }),
    { numRuns: 60 },
  );
});

test('ties count for control: the mean is at most 1 where values are alike', () => {
  const values = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 9 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 4 }), scores, (all, size, kind) => {
      const places = subsets([...all.keys()], Math.min(size, all.length - 1));
      const evidence = places.map((places) => {
        const control = all.filter((_, i) => !places.includes(i));
        return relabellingEvidence(
          places.map((i) => all[i] as number),
          control,
          kind,
        );
      });
      assert.ok(mean(evidence) <= 1 + 1e-9, `mean ${mean(evidence)}`);
    }),
    { numRuns: 60 },
  );
});

test('a host of the cohort that fares worse never lessens the evidence', () => {
  const value = fc.double({ min: -10, max: 10, noNaN: true });
  const group = fc.array(value, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      group,
      group,
      fc.nat(),
      fc.double({ min: 0, max: 5, noNaN: true }),
      scores,
      (cohort, control, at, harm, kind) => {
        const harmed = cohort.map((one, i) => (i === at % cohort.length ? one + harm : one));
        assert.ok(
          relabellingEvidence(harmed, control, kind) >= relabellingEvidence(cohort, control, kind) * (1 - 1e-12),
        );
      },
    ),
  );
});

test('groups of a hundred lose no digits, and evidence never exceeds the number of cohorts', () => {
  const low = Array.from({ length: 100 }, (_, i) => i);
  const high = low.map((value) => value + 1000);
  assert.ok(relabellingEvidence(high, low) > 1e40);
  assert.ok(relabellingEvidence(low, high) < 1e-6);
  assert.ok(relabellingEvidence(high, low) < 9.1e58);
  assert.equal(relabellingEvidence([], low), 1);
  assert.ok(mostEvidence(5, 20) < 53_130 && mostEvidence(5, 20) > 53_130 / 12);
});

test('weights of looks fall, and add up to 1 over all looks that there can ever be', () => {
  for (const planned of [1, 2, 30, 500]) {
    let sum = 0;
    let before = Number.POSITIVE_INFINITY;
    for (let look = 1; look <= 2_000_000; look++) {
      const weight = lookWeight(look, planned);
      if (look <= planned) assert.ok(weight < before);
      before = weight;
      sum += weight;
    }
    assert.ok(sum <= 1 && sum > 0.999, `${planned}: ${sum}`);
  }
});

function subsets<T>(all: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return all.flatMap((first, i) => subsets(all.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}

function without(all: readonly number[], some: readonly number[]): number[] {
  return all.filter((value) => !some.includes(value));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
