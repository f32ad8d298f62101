import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addTo, createSlidingSums, sumsOver } from '../../../services/core/slidingSums.js';

const START = 1_700_000_000_000;

test('a window sums up whole slots of its ring, and the one that is being filled', () => {
  const values = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 60_000 }), value: fc.integer({ min: 1, max: 99 }) }),
    {
      minLength: 1,
      maxLength: 200,
    },
  );
  const windows = fc.constantFrom([25, 25_000], [300, 25_000], [301, 300_000], [3600, 300_000], [86_400, 7_200_000]);
  fc.assert(
    fc.property(values, windows, fc.integer({ min: 0, max: 900_000 }), (given, [seconds, slotMs], laterMs) => {
      const of = createSlidingSums(2);
      let at = START;
      const all = given.map(({ afterMs, value }) => {
        at += afterMs;
        addTo(of, 1, at, value);
        return { at, value };
      });
      const now = at + laterMs;
      const oldestMs = (Math.floor(now / slotMs) - Math.ceil((seconds * 1000) / slotMs) + 1) * slotMs;
      const expected = all.filter((each) => each.at >= oldestMs).reduce((sum, { value }) => sum + value, 0);
      assert.deepEqual([...sumsOver(of, seconds, now).sums], [0, expected]);
    }),
  );
});

test('what comes late counts in its slot, and not at all when its slot is gone', () => {
  const of = createSlidingSums(1);
  addTo(of, 0, START, 1);
  addTo(of, 0, START - 60_000, 2);
  addTo(of, 0, START - 400_000, 4);
  assert.equal(sumsOver(of, 300, START).sums[0], 3);
  assert.equal(sumsOver(of, 3600, START).sums[0], 7);
});

test('the time summed up begins with the first value, however long the window', () => {
  const of = createSlidingSums(1);
  addTo(of, 0, START, 1);
  assert.equal(sumsOver(of, 3600, START + 90_000).seconds, 90);
  assert.equal(sumsOver(createSlidingSums(1), 300, START).seconds, 0);
});
