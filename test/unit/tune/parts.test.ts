import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rungsOf, shuffledHosts } from '../../../services/tune/parts.js';

const FROM = 1_700_000_000_000;
const WINDOW_MS = 10_000;

function extent(hosts: number, windows: number, warmUpMs = 0) {
  const ids = Array.from({ length: hosts }, (_, i) => `host-${i}`);
  const toUnixMs = FROM + windows * WINDOW_MS;
  return { fromUnixMs: FROM, toUnixMs, warmUpMs, windowMs: WINDOW_MS, weights: new Map(ids.map((id) => [id, 1])) };
}

const shapes = (hosts: number, windows: number) =>
  rungsOf(extent(hosts, windows)).map(({ share, part }) => {
    const seconds = (part.untilUnixMs - FROM) / 1000;
    return [Number(share.toFixed(3)), part.hosts.size, seconds];
  });

test('a ninth and a third of many hosts, over all of the time, before all', () => {
  assert.deepEqual(shapes(99, 360), [
    [0.111, 11, 3600],
    [0.333, 33, 3600],
    [1, 99, Number.POSITIVE_INFINITY],
  ]);
});

test('where hosts are few, parts are of the time as well; what is too short for that is left out', () => {
  assert.deepEqual(shapes(6, 720), [
    [0.111, 4, 1200],
    [0.333, 4, 3600],
    [1, 6, Number.POSITIVE_INFINITY],
  ]);
  assert.deepEqual(shapes(6, 90), [[1, 6, Number.POSITIVE_INFINITY]]);
  assert.deepEqual(
    shapes(1, 360).map(([share, hosts]) => [share, hosts]),
    [
      [0.333, 1],
      [1, 1],
    ],
  );
});

test('each part holds the one before it, and costs about what it says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.nat(600_000),
      (hosts, windows, warm) => {
        const rungs = rungsOf(extent(hosts, windows, warm));
        assert.equal(rungs.at(-1)?.share, 1);
        assert.equal(rungs.at(-1)?.part.hosts.size, hosts);
        rungs.forEach(({ share, part }, i) => {
          const next = rungs[i + 1];
          if (!next) return;
          assert.ok(share < next.share && part.untilUnixMs <= next.part.untilUnixMs);
          for (const id of part.hosts) assert.ok(next.part.hosts.has(id));
        });
      },
    ),
  );
});

test('the order of hosts hangs on their ids and the seed, not on the order they come in', () => {
  const ids = Array.from({ length: 40 }, (_, i) => `host-${i}`);
  assert.deepEqual(shuffledHosts([...ids].reverse(), 3), shuffledHosts(ids, 3));
  assert.notDeepEqual(shuffledHosts(ids, 3), shuffledHosts(ids, 4));
  assert.deepEqual([...shuffledHosts(ids, 3)].sort(), [...ids].sort());
});
