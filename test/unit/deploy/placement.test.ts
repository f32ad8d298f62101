import assert from 'node:assert/strict';
import test from 'node:test';
import { isPlaced, parseReport, placementOf } from '../../../deploy/up/placement.js';

const LINE =
  '{"t":12.5,"pid":9,"phase":1,"hotPages":100,"hotByNode":{"0":96,"1":4},"warmByNode":{"0":50,"1":0},' +
  '"coldByNode":{"0":5,"1":95},"accesses":{"0":960,"1":40},"notResident":0}';

test('a report of the workload becomes shares by tier', () => {
  const report = parseReport(LINE);
  assert.ok(report);
  assert.deepEqual(placementOf(report, new Set([0])), {
    t: 12.5,
    phase: 1,
    hotOnFast: 0.96,
    coldOnSlow: 0.95,
    star: 0.04,
    strr: 99 / 250,
  });
});

test('placed means 95 % of the hot set fast and 90 % of the cold set slow', () => {
  const at = (hotOnFast: number, coldOnSlow: number) =>
    isPlaced({ t: 0, phase: 0, hotOnFast, coldOnSlow, star: undefined, strr: 0 });
  assert.deepEqual([at(0.95, 0.9), at(0.949, 1), at(1, 0.899)], [true, false, false]);
});

test('lines that are not reports are none, and no accesses are no STAR', () => {
  assert.equal(parseReport('{"event":"shift","t":3}'), undefined);
  const idle = { t: 1, phase: 0, hotByNode: { 0: 1 }, warmByNode: {}, coldByNode: { 1: 1 }, accesses: {} };
  assert.equal(placementOf(idle, new Set([0])).star, undefined);
});
