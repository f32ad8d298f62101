import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DURATION_UNITS_MS, quantity, quantityText, SIZE_UNITS_BYTES } from '../../../services/runtime/quantities.js';

test('durations', () => {
  const ms = (text: string) => quantity(text, DURATION_UNITS_MS);
  assert.deepEqual(
    ['0s', '250ms', '10s', '1.5s', '8m', '24h', '7d', '10 s'].map(ms),
    [0, 250, 10_000, 1500, 480_000, 86_400_000, 604_800_000, 10_000],
  );
  for (const wrong of ['', '10', 's', '-1s', '1e3s', '10sec', '1s 2s', '10S', '1toString', 'constructor']) {
    assert.equal(ms(wrong), undefined, wrong);
  }
});

test('sizes', () => {
  const bytes = (text: string) => quantity(text, SIZE_UNITS_BYTES);
  assert.deepEqual(
    ['0B', '512B', '64KiB', '64kB', '1.5GB', '512MiB', '2TiB'].map(bytes),
    [0, 512, 65_536, 64_000, 1_500_000_000, 536_870_912, 2_199_023_255_552],
  );
  for (const wrong of ['64', '64K', '64mib', '64 M', '1.5.0GB']) assert.equal(bytes(wrong), undefined, wrong);
});

test('a quantity is written in the largest unit that leaves it whole', () => {
  const written = [0, 1, 999, 1000, 90_000, 120_000, 86_400_000].map((ms) => quantityText(ms, DURATION_UNITS_MS));
  assert.deepEqual(written, ['0ms', '1ms', '999ms', '1s', '90s', '2m', '1d']);
  assert.equal(quantityText(64 * 2 ** 20, SIZE_UNITS_BYTES), '64MiB');
});

test('what is written reads back', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.constantFrom(DURATION_UNITS_MS, SIZE_UNITS_BYTES), (value, units) => {
      assert.equal(quantity(quantityText(value, units), units), value);
    }),
  );
});
