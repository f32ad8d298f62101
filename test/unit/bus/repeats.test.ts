import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Repeats } from '../../../services/bus/repeats.js';

test('in order, with gaps, each number is new once', () => {
  const ascending = fc.uniqueArray(fc.maxSafeNat(), { maxLength: 200 }).map((all) => all.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(ascending, (numbers) => {
      const repeats = new Repeats();
      for (const number of numbers) {
        assert.equal(repeats.seen('host', 'boot', number), false);
        assert.equal(repeats.seen('host', 'boot', number), true);
      }
    }),
  );
});

test('within the window the order does not matter', () => {
  const near = fc.array(fc.integer({ min: 2 ** 33, max: 2 ** 33 + 1000 }), { maxLength: 300 });
  fc.assert(
    fc.property(near, (numbers) => {
      const repeats = new Repeats();
      const model = new Set<number>();
      for (const number of numbers) {
        assert.equal(repeats.seen('host', 'boot', number), model.has(number));
        model.add(number);
      }
    }),
  );
});

test('redelivery of everything from some point on brings nothing new', () => {
  const repeats = new Repeats();
  for (let number = 1; number <= 5000; number++) assert.equal(repeats.seen('host', 'boot', number), false);
  for (let number = 1; number <= 5000; number++) assert.equal(repeats.seen('host', 'boot', number), true);
});

test('hosts and boots are told apart', () => {
  const repeats = new Repeats();
  assert.equal(repeats.seen('a', 'boot-1', 7), false);
  assert.equal(repeats.seen('a', 'boot-2', 7), false);
  assert.equal(repeats.seen('b', 'boot-1', 7), false);
  assert.equal(repeats.seen('a', 'boot-1', 7), true);
  assert.equal(repeats.seen('a', 'boot-1', 3), false, 'late, but new');
});

test('one whose handling failed may come again', () => {
  const repeats = new Repeats();
  repeats.seen('host', 'boot', 1);
  repeats.seen('host', 'boot', 2);
  repeats.forget('host', 'boot', 1);
  assert.equal(repeats.seen('host', 'boot', 1), false);
  assert.equal(repeats.seen('host', 'boot', 2), true);
});
