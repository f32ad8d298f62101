import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sideBySide } from '../../../services/backtest/accessStreams.js';

async function* source(name: number, length: number, ended: number[], fails = false): AsyncGenerator<[number, number]> {
  try {
    for (let i = 0; i < length; i++) yield [name, i];
    if (fails) throw new Error(`source ${name} failed`);
  } finally {
    ended.push(name);
  }
}

test('everything comes once, of each source in its order, in turns, and every source is ended', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 5 }), async (lengths) => {
      const ended: number[] = [];
      const taken: [number, number][] = [];
      for await (const each of sideBySide(lengths.map((length, name) => source(name, length, ended)))) taken.push(each);
      const turns = lengths.flatMap((length, name) => Array.from({ length }, (_, i): [number, number] => [name, i]));
      assert.deepEqual(
        taken,
        turns.sort((a, b) => a[1] - b[1] || a[0] - b[0]),
      );
      assert.deepEqual(ended.sort(), [...lengths.keys()]);
    }),
  );
});

test('what one fails of reaches the reader, and a reader that leaves ends all', async () => {
  const ended: number[] = [];
  const all = sideBySide([source(0, 3, ended), source(1, 1, ended, true), source(2, 9, ended)]);
  await assert.rejects(async () => {
    for await (const _ of all);
  }, /source 1 failed/);
  assert.deepEqual(ended.sort(), [0, 1, 2]);
  ended.length = 0;
  for await (const _ of sideBySide([source(0, 3, ended), source(1, 3, ended)])) break;
  assert.deepEqual(ended.sort(), [0, 1]);
});
