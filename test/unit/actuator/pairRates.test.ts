import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lane } from '../../../services/actuator/pairRates.js';
import { DEFAULT_PRESSURE } from '../../../services/actuator/pressure.js';
import { Rates } from '../../../services/actuator/rates.js';
import { Errno, Verdict } from '../../../services/actuator/verdict.js';

const MB = 1e6;
const down: Lane = { direction: 'demotion', fromNode: 0, toNode: 1 };
const further: Lane = { direction: 'demotion', fromNode: 1, toNode: 2 };
const open = { total: 100 * MB, promotion: undefined, demotion: undefined };

/** A second of batches, `refused` of 100 pages answered EBUSY. */
function batch(rates: Rates, lane: Lane, refused: number, nowMs: number): void {
  const verdicts = [
    { first: 0, count: refused, verdict: Verdict.failed, detail: Errno.EBUSY },
    { first: refused, count: 100 - refused, verdict: Verdict.moved, detail: 0 },
  ];
  rates.pairs.saw(lane, verdicts, nowMs);
}

const shareOf = (rates: Rates, { fromNode }: Lane) => rates.pairs.all.find((each) => each.fromNode === fromNode)?.share;

test('each pair of nodes has its own bound beside that of all together', () => {
  const rates = new Rates({ ...open, pair: 10 * MB }, 0);
  rates.begin(down, 10 * MB, 0);
  rates.finish(down, 10 * MB, 10 * MB, 10);
  assert.ok(rates.waitMs(down, MB, false, 500) > 0, 'the pair has had its second');
  assert.equal(rates.waitMs(further, MB, false, 500), 0, 'another pair has not');
  assert.equal(rates.waitMs(down, MB, false, 1100), 0);
});

test('refusals lower the rate of their pair alone, by half each second, and calm gives it back in steps', () => {
  const rates = new Rates(open, 0);
  batch(rates, further, 0, 0);
  for (let second = 1; second <= 2; second++) {
    batch(rates, down, 30, second * 1000);
    rates.pairs.look(second * 1000);
  }
  assert.equal(shareOf(rates, down), 0.25);
  assert.equal(shareOf(rates, further), 1);
  const limit = rates.pairs.all.find(({ fromNode }) => fromNode === 0)?.limit;
  assert.equal(limit, 25 * MB, 'of what bounds all, where nobody bounded the pair');
  assert.equal(rates.batchBytes(down, 2000), 0.3 * 25 * MB, 'after a rest, as much as it fell behind by');
  assert.equal(rates.batchBytes(further, 2000), 0.3 * 100 * MB);
  for (let second = 3; second <= 17; second++) rates.pairs.look(second * 1000);
  assert.ok(Math.abs((shareOf(rates, down) ?? 0) - 1) < 1e-9, 'fifteen calm seconds give back 15 × 0.05');
});

test('refusals leave a floor, and failures that say nothing of load lower nothing', () => {
  const rates = new Rates(open, 0);
  for (let second = 1; second <= 20; second++) {
    batch(rates, down, 100, second * 1000);
    rates.pairs.look(second * 1000);
  }
  assert.equal(shareOf(rates, down), DEFAULT_PRESSURE.floor);
  const shared = new Rates(open, 0);
  const failures = [Errno.EACCES, Errno.ENOENT].map((detail, first) => {
    return { first, count: 1, verdict: Verdict.failed, detail };
  });
  shared.pairs.saw(down, failures, 0);
  shared.pairs.look(1000);
  assert.equal(shareOf(shared, down), 1);
});
