import assert from 'node:assert/strict';
import test from 'node:test';
import { ceilingExcess, placedPhases } from '../bench/brain/labFigures.js';
import { PLACE_NAMES, systemsWanted } from '../bench/brain/labNames.js';
import type { GuestLine } from '../bench/brain/labTask.js';

function hot(t: number, phase: number, fast: number, migrated: number): GuestLine {
  const hotByNode = { '0': fast, '1': 100 - fast };
  return { event: 'hot', t, phase, hotPages: 100, hotByNode, moved: { migrated, promoted: 0, demoted: 0 } };
}

test('a phase is timed from its first look, and its moves are held against an exchange of what was not fast', () => {
  const [start, shifted] = placedPhases([
    hot(0, 0, 0, 1000),
    hot(2, 0, 90, 1190),
    hot(3, 0, 96, 1220),
    hot(10, 1, 20, 1300),
    hot(14, 1, 94, 1460),
  ]);
  assert.equal(start?.secondsTo(0.9), 2);
  assert.equal(start?.secondsTo(0.95), 3);
  assert.equal(start?.movedOverNeeded, 220 / 200);
  assert.equal(shifted?.secondsTo(0.9), 4);
  assert.equal(shifted?.secondsTo(0.95), Number.POSITIVE_INFINITY);
  assert.equal(shifted?.fastAtEnd, 0.94);
  assert.equal(shifted?.movedOverNeeded, 160 / 160);
});

test('where nothing had to move, no ratio is made up', () => {
  const [phase] = placedPhases([hot(0, 0, 100, 5), hot(1, 0, 100, 9)]);
  assert.equal(phase?.secondsTo(0.95), 0);
  assert.ok(Number.isNaN(phase?.movedOverNeeded));
});

test('excess over a ceiling: p95, worst, and the longest time above', () => {
  const over = [0, 0, 30, 10, 0, 1, ...Array.from({ length: 54 }, () => 0)];
  const lines = over.map((each, second): GuestLine => ({ event: 'fast', second, bytes: 100 + each, slowBytes: 0 }));
  assert.deepEqual(ceilingExcess(lines, 100), { p95: 0, worst: 0.3, recoverySeconds: 2 });
  assert.equal(ceilingExcess(lines.slice(0, 20), 100).p95, 0.1);
  assert.throws(() => ceilingExcess([], 100), RangeError);
});

test('what is asked for decides who runs, and thermocline never runs without what it is held to', () => {
  const asking = (pattern: RegExp) => systemsWanted((name) => pattern.test(name));
  assert.deepEqual(asking(/^seconds-to-place:damos$/), ['damos']);
  assert.deepEqual(asking(/^moved\/needed:thermocline$/), ['thermocline', 'numa-balancing']);
  assert.deepEqual(asking(/^seconds/), ['thermocline', 'numa-balancing', 'damos', 'none']);
  assert.deepEqual(asking(/^cgroup/), []);
  assert.equal(new Set(PLACE_NAMES).size, PLACE_NAMES.length);
});
