import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pagesOf, setPlace } from '../../../services/core/columns.js';
import { extremesOf, lowestWithin, warmthOf } from '../../../services/core/select.js';
import { createSpaceHeat, type SpaceHeat } from '../../../services/core/space.js';

const small = fc.oneof(fc.nat(3), fc.integer({ min: 65_530, max: 65_535 }), fc.nat(65_535));
const run = fc.record({ pages: fc.integer({ min: 1, max: 65_024 }), heat: small, age: small });

function spaceOf(runs: readonly { pages: number; heat: number; age: number }[]): SpaceHeat {
  const space = createSpaceHeat();
  space.makeRoom(runs.length);
  const table = space.runs;
  runs.forEach(({ pages, heat, age }, i) => {
    setPlace(table, i, i * 100_000, pages);
    table.heat[i] = heat;
    table.age[i] = age;
  });
  return space;
}

test('pages are counted by heat and by age, exactly, over all spaces', () => {
  fc.assert(
    fc.property(fc.array(fc.array(run, { maxLength: 20 }), { maxLength: 4 }), (spaces) => {
      const { byHeat, byAge } = warmthOf(spaces.map(spaceOf));
      const [heats, ages] = [new Float64Array(65_536), new Float64Array(65_536)];
      for (const { pages, heat, age } of spaces.flat()) {
        heats[heat] = (heats[heat] as number) + pages;
        ages[age] = (ages[age] as number) + pages;
      }
      assert.deepEqual(byHeat, heats);
      assert.deepEqual(byAge, ages);
    }),
    { numRuns: 30 },
  );
});

test('the extremes are the runs at least as hot or as old as said, whatever the limits', () => {
  const limit = fc.oneof(fc.constantFrom(0, 1, 65_535, 65_536), fc.nat(65_536));
  fc.assert(
    fc.property(fc.array(run, { maxLength: 40 }), limit, limit, (runs, hot, cold) => {
      const expected = runs.flatMap(({ heat, age }, i) => (heat >= hot || age >= cold ? [i] : []));
      assert.deepEqual([...extremesOf(spaceOf(runs), hot, cold)], expected);
    }),
  );
});

test('what lies above the cut is within the limit, and one bin more would not be', () => {
  fc.assert(
    fc.property(fc.array(run, { maxLength: 40 }), fc.nat(1_000_000), (runs, limit) => {
      const space = spaceOf(runs);
      const cut = lowestWithin(warmthOf([space]).byHeat, limit);
      const above = (from: number): number =>
        [...extremesOf(space, from, 65_536)].reduce((sum, i) => sum + pagesOf(space.runs, i), 0);
      assert.ok(above(cut) <= limit);
      if (cut > 0) assert.ok(above(cut - 1) > limit);
    }),
    { numRuns: 50 },
  );
});
