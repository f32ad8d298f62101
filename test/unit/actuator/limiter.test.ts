import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RateLimiter } from '../../../services/actuator/limiter.js';
import { nextShare } from '../../../services/actuator/pressure.js';

const PAGE = 4096;
const HUGE = 512 * PAGE;

interface Ride {
  readonly limit: number;
  /** Share of units that are huge, 0..1. */
  readonly hugeShare: number;
  readonly longestCallMs: number;
  readonly latestTimerMs: number;
  readonly seconds: number;
  /** Numbers of 0..1, used in turn. */
  readonly dice: readonly number[];
}

/** Work that never ends, in batches as the actuator makes them; answers every completion. */
function ride({ limit, hugeShare, longestCallMs, latestTimerMs, seconds, dice }: Ride) {
  let rolled = 0;
  const roll = () => dice[rolled++ % dice.length] as number;
  const limiter = new RateLimiter(limit, 0);
  const done: { at: number; bytes: number }[] = [];
  let now = 0;
  while (now < seconds * 1000) {
    const first = roll() < hugeShare ? HUGE : PAGE;
    const more = Math.floor(Math.max(0, limiter.batchBytes(now) - first) / first);
    const bytes = first * (1 + more);
    const oneHuge = first === HUGE && more === 0;
    for (let wait = limiter.waitMs(bytes, oneHuge, now); wait > 0; wait = limiter.waitMs(bytes, oneHuge, now)) {
      now += Math.min(wait, 100) + roll() * latestTimerMs;
    }
    limiter.begin(bytes, now);
    now += 0.1 + roll() * longestCallMs;
    limiter.finish(bytes, bytes, now);
    done.push({ at: now, bytes });
  }
  return done;
}

/** The same with batches side by side, of which the limiter is told late, and so not in the order in which they ended. */
function rideSideBySide({ limit, hugeShare, longestCallMs, latestTimerMs, seconds, dice }: Ride, lanes: number) {
  let rolled = 0;
  const roll = () => dice[rolled++ % dice.length] as number;
  const limiter = new RateLimiter(limit, 0);
  const done: { at: number; bytes: number }[] = [];
  const underWay: { bytes: number; endsMs: number; toldMs: number }[] = [];
  for (let now = 0; now < seconds * 1000; ) {
    underWay.sort((a, b) => a.toldMs - b.toldMs);
    for (let next = underWay[0]; next && next.toldMs <= now; next = underWay[0]) {
      underWay.shift();
      limiter.finish(next.bytes, next.bytes, next.endsMs);
      done.push({ at: next.endsMs, bytes: next.bytes });
    }
    const first = roll() < hugeShare ? HUGE : PAGE;
    const more = Math.floor(Math.max(0, limiter.batchBytes(now) - first) / first);
    const bytes = first * (1 + more);
    const wait = underWay.length < lanes ? limiter.waitMs(bytes, first === HUGE && more === 0, now) : 100;
    if (wait === 0) {
      limiter.begin(bytes, now);
      const endsMs = now + 0.1 + roll() * longestCallMs;
      underWay.push({ bytes, endsMs, toldMs: endsMs + roll() * latestTimerMs });
    } else now = Math.min(now + wait, underWay[0]?.toldMs ?? Number.POSITIVE_INFINITY, now + 100) + 0.01;
  }
  for (const { bytes, endsMs } of underWay) done.push({ at: endsMs, bytes });
  return done.sort((a, b) => a.at - b.at);
}

function largestWindow(done: readonly { at: number; bytes: number }[]): number {
  let largest = 0;
  let sum = 0;
  let oldest = 0;
  for (const { at, bytes } of done) {
    sum += bytes;
    while ((done[oldest] as { at: number }).at < at - 1000) sum -= (done[oldest++] as { bytes: number }).bytes;
    largest = Math.max(largest, sum);
  }
  return largest;
}

const dice = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 61 });
/** Not the extremes alone that fast-check likes: a mean is of delays as they come. */
const evenDice = fc
  .noBias(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 31, maxLength: 61 }))
  .map((rolls) => rolls.map((roll) => roll / 1000));
const limits = fc.integer({ min: 64 * 1024, max: 2 ** 31 });

test('in every window of one second at most the limit completes, or one huge page more', () => {
  const property = fc.property(
    limits,
    fc.constantFrom(0, 0.3, 1),
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: 0, max: 60 }),
    dice,
    (limit, hugeShare, longestCallMs, latestTimerMs, dice) => {
      const done = ride({ limit, hugeShare, longestCallMs, latestTimerMs, seconds: 4, dice });
      const largest = largestWindow(done);
      const allowed = hugeShare === 0 ? limit : limit + HUGE;
      assert.ok(largest <= allowed * (1 + 1e-9), `${largest} bytes in a second, ${allowed} allowed`);
    },
  );
  fc.assert(property, { numRuns: 150 });
});

test('batches side by side, told of late and out of order, keep every window within the limit as well', () => {
  const property = fc.property(
    limits,
    fc.constantFrom(0, 0.3, 1),
    fc.integer({ min: 2, max: 4 }),
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: 0, max: 60 }),
    dice,
    (limit, hugeShare, lanes, longestCallMs, latestTimerMs, dice) => {
      const done = rideSideBySide({ limit, hugeShare, longestCallMs, latestTimerMs, seconds: 4, dice }, lanes);
      const allowed = hugeShare === 0 ? limit : limit + HUGE;
      const largest = largestWindow(done);
      assert.ok(largest <= allowed * (1 + 1e-9), `${largest} bytes in a second, ${allowed} allowed`);
    },
  );
  fc.assert(property, { numRuns: 150 });
});

test('while work waits the mean is at least 0.9 of the limit, with calls up to 40 ms and timers up to 15 ms late', () => {
  const property = fc.property(
    fc.integer({ min: 2 ** 20, max: 48 * 2 ** 20 }),
    fc.constantFrom(0, 0.2, 1),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 15 }),
    evenDice,
    (limit, hugeShare, longestCallMs, latestTimerMs, dice) => {
      const seconds = 30;
      const done = ride({ limit, hugeShare, longestCallMs, latestTimerMs, seconds, dice });
      const mean = done.reduce((sum, { bytes }) => sum + bytes, 0) / seconds;
      assert.ok(mean >= 0.9 * limit, `mean ${mean} of ${limit}`);
    },
  );
  fc.assert(property, { numRuns: 100 });
});

test('a limit that falls counts what completed under the higher one', () => {
  const limiter = new RateLimiter(10 * 2 ** 20, 0);
  limiter.begin(2 ** 20, 0);
  limiter.finish(2 ** 20, 2 ** 20, 10);
  limiter.setLimit(2 ** 20, 20);
  assert.ok(limiter.waitMs(PAGE, true, 20) > 900);
});

test('what a predecessor moved counts for a second', () => {
  const limiter = new RateLimiter(2 ** 20, 5000);
  limiter.charge({ bytes: 2 ** 20, completedMs: 4900 });
  assert.ok(limiter.waitMs(PAGE, true, 5000) > 890);
  assert.equal(limiter.waitMs(PAGE, true, 5903), 0);
});

test('a limit of nothing lets nothing begin, and no limit everything', () => {
  assert.ok(new RateLimiter(0, 0).waitMs(PAGE, true, 1e9) > 0);
  assert.equal(new RateLimiter(Number.POSITIVE_INFINITY, 0).waitMs(2 ** 40, false, 0), 0);
});

test('pressure halves the rate at each look, calm gives it back step by step, and a floor is always left', () => {
  const policy = { threshold: 0.1, decrease: 0.5, increase: 0.1, floor: 0.2 };
  assert.equal(nextShare(1, 0.5, policy), 0.5);
  assert.equal(nextShare(0.25, 0.5, policy), 0.2);
  assert.equal(nextShare(0.5, 0.01, policy), 0.6);
  assert.equal(nextShare(1, 0.01, policy), 1);
  assert.equal(nextShare(0.3, undefined, policy), 1);
});

test('batches that come late are as large as what they fell behind by, up to three tenths of a second', () => {
  const limiter = new RateLimiter(1000, 0);
  limiter.begin(500, 0);
  limiter.finish(500, 500, 0);
  assert.equal(limiter.batchBytes(50), 100, 'nothing is left of the burst');
  assert.equal(limiter.batchBytes(200), 200);
  assert.equal(limiter.batchBytes(400), 300);
  limiter.charge({ bytes: 400, completedMs: 400 });
  assert.equal(limiter.batchBytes(400), 100, 'no more than fits into the second');
});

test('where a second has no room for a whole batch, what it has room for is one, unless that is next to nothing', () => {
  const limiter = new RateLimiter(1000, 0);
  limiter.charge({ bytes: 950, completedMs: 0 });
  assert.equal(limiter.batchBytes(1), 50);
  assert.equal(limiter.waitMs(50, false, 1), 0);
  limiter.charge({ bytes: 35, completedMs: 1 });
  assert.equal(limiter.batchBytes(2), 100);
  assert.ok(limiter.waitMs(100, false, 2) > 0);
});

test('a batch waits for its tokens rather than be a small one', () => {
  const limiter = new RateLimiter(1000, 0);
  limiter.begin(500, 0);
  limiter.finish(500, 500, 0);
  limiter.charge({ bytes: 450, completedMs: 0 });
  assert.equal(limiter.batchBytes(20), 100, 'there is room for 50, and tokens for 20');
});
