import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AgingMap } from '../../../services/brain/agingMap.js';

test('the oldest is what a Map would iterate first, whatever was added and deleted', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.nat(40) }) },
    { weight: 2, arbitrary: fc.record({ remove: fc.nat(40) }) },
    { weight: 2, arbitrary: fc.constant({ removeOldest: true }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const aging = new AgingMap<{ readonly name: string }>();
      const plain = new Map<string, { readonly name: string }>();
      for (const each of steps) {
        if ('add' in each) {
          const name = `k${each.add}`;
          if (plain.has(name)) continue;
          const value = { name };
          aging.add(name, value);
          plain.set(name, value);
        } else {
          const name = 'remove' in each ? `k${each.remove}` : (aging.oldest()?.name ?? '');
          assert.equal(aging.delete(name), plain.delete(name));
        }
        assert.equal(aging.size, plain.size);
        assert.equal(aging.oldest(), plain.values().next().value);
      }
      assert.deepEqual([...aging.values()], [...plain.values()]);
    }),
  );
});

test('it stays right, and as large as what is in it, however many come and go at either end', () => {
  const aging = new AgingMap<number>();
  for (let i = 0; i < 20_000; i++) {
    aging.add(String(i), i);
    if (i >= 100) {
      assert.equal(aging.oldest(), i - 100);
      aging.delete(String(i - 100));
    }
  }
  for (let i = 20_000; i < 40_000; i++) {
    aging.add(String(i), i);
    aging.delete(String(i));
  }
  assert.equal(aging.size, 100);
  assert.equal(aging.oldest(), 19_900);
  const { queue } = aging as unknown as { queue: readonly unknown[] };
  assert.ok(queue.length < 5000, `${queue.length} arrivals are kept for 100 entries`);
});
