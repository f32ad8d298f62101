import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { systemClock } from '../../../services/actuator/clock.js';
import { Journal } from '../../../services/actuator/journal.js';
import { Bench, identityOf, machineOf, newStateDir } from './kit/bench.js';
import { BOOT, HOST, moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;
const PAGES = 100;
const RESIDENCE_MS = 60_000;

afterEach(() => Bench.closeAll());

/** An actuator that has moved 100 pages from node 1 to node 0, by plan 1. */
async function scene(settings: object) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: PAGES, node: 1 }] });
  const stateDir = newStateDir();
  // It goes on only where a test says so.
  const time = { ms: systemClock.monotonicMs() };
  const clock = { monotonicMs: () => time.ms, unixMs: systemClock.unixMs };
  const start = () => {
    const bench = new Bench({ machine, stateDir, clock, settings });
    bench.hear();
    return bench;
  };
  const bench = start();
  const between = (from: number, to: number) =>
    moves({ target: identityOf(machine, pid), from, to, ranges: [[FIRST, PAGES]] });
  bench.send(signed(plan(1, [between(1, 0)])));
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, String(PAGES));
  return { machine, bench, start, time, back: signed(plan(2, [between(0, 1)])) };
}

/** A plan of long ago that makes a compaction worth it. */
function fill({ journal }: Bench): void {
  const old = { planId: 'old', key: 'host/boot/0', atUnixMs: 1 };
  const bytes = new Uint8Array(2 ** 20);
  journal.append({ kind: 'accepted', ...old, bytes });
  const sequence = journal.nextSequence();
  journal.append({ kind: 'outcome', ...old, part: 0, last: true, sequence, bytes: new Uint8Array(0) });
  journal.append({ kind: 'published', planId: 'old', part: 0 });
}

for (const compacted of [false, true]) {
  test(`residence outlasts a restart${compacted ? ' after a compaction' : ''}`, async () => {
    const { machine, bench, start, back } = await scene({ residence: RESIDENCE_MS });
    if (compacted) {
      fill(bench);
      assert.equal(bench.journal.compact(Date.now()), true);
    }
    await bench.close();
    const next = start();
    next.send(back);
    assert.deepEqual((await next.outcome('plan-2')).totals?.pagesSkipped, { residence: String(PAGES) });
    assert.equal(machine.migrations(), PAGES);
  });
}

/** Two plans' worth a second. */
const LIMIT = { limitBytesPerSecond: 2 * PAGES * 4096 };

/** How long a promotion of `pages` would have to wait, in ms. */
function waitMs({ actuator }: Bench, pages: number, nowMs: number): number {
  return actuator.rates.waitMs({ direction: 'promotion', fromNode: 1, toNode: 0 }, pages * 4096, false, nowMs);
}

test('what was moved within the last second counts against the limit after a restart, and no longer', async () => {
  const { bench, start, time } = await scene(LIMIT);
  await bench.close();
  const next = start();
  assert.equal(waitMs(next, PAGES, time.ms), 0);
  assert.ok(waitMs(next, PAGES + 1, time.ms) > 0);
  await next.close();
  time.ms += 1500;
  assert.equal(waitMs(start(), 2 * PAGES, time.ms), 0);
});

test('a batch that a crash cut off counts as moved just now', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: PAGES, node: 1 }] });
  const stateDir = newStateDir();
  const journal = new Journal(join(stateDir, 'journal.log'), { keepMs: 1000, maxBytes: 2 ** 20 });
  const space = moves({ target: identityOf(machine, pid), from: 1, to: 0, ranges: [[FIRST, PAGES]] });
  const bytes = signed(plan(1, [space]));
  journal.append({ kind: 'accepted', planId: 'plan-1', key: `${HOST}/${BOOT}/1`, atUnixMs: 1, bytes });
  const spans = [{ first: 0, count: PAGES }];
  journal.append({ kind: 'intent', planId: 'plan-1', group: 0, batch: 1, atMs: 1, moveBytes: PAGES * 4096, spans });
  journal.close();
  const time = systemClock.monotonicMs();
  const clock = { monotonicMs: () => time, unixMs: systemClock.unixMs };
  // It hears no Control, so it does not begin anything.
  const bench = new Bench({ machine, stateDir, clock, settings: LIMIT });
  assert.equal(waitMs(bench, PAGES, time), 0);
  assert.ok(waitMs(bench, PAGES + 1, time) > 0);
});
