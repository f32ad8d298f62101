import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { systemClock } from '../../../services/actuator/clock.js';
import { Bench, identityOf, machineOf, newStateDir } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;
const PAGES = 100;
const RESIDENCE_MS = 60_000;

afterEach(() => Bench.closeAll());

/** An actuator that has moved 100 pages from node 1 to node 0, by plan 1. */
async function scene(settings: object) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: PAGES, node: 1 }] });
  const stateDir = newStateDir();
  // It stands still between the end and the next start, so that all is within the last second.
  const startedMs = systemClock.monotonicMs();
  const clock = { monotonicMs: () => startedMs, unixMs: systemClock.unixMs };
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
  return { machine, bench, start, back: signed(plan(2, [between(0, 1)])) };
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
