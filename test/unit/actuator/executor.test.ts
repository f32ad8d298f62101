import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../services/actuator/clock.js';
import { Journal } from '../../../services/actuator/journal.js';
import type { SurveyRequest } from '../../../services/actuator/moverPort.js';
import { MOST_WINDOW_RUNS } from '../../../services/actuator/window.js';
import { numbersOf } from '../../../services/kernel/addresses.js';
import { PageKind } from '../../../services/kernel/port.js';
import { Bench, identityOf, machineOf, nearMover, newStateDir, until } from './kit/bench.js';
import { BOOT, HOST, moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;

afterEach(() => Bench.closeAll());

/** A machine with one process of `pages` pages on node 1, and a bench over it that has heard a Control. */
function scene(pages = 200, options: { kind?: (typeof PageKind)[keyof typeof PageKind]; settings?: object } = {}) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages, node: 1, kind: options.kind ?? PageKind.anon }] });
  const bench = new Bench({ machine, ...(options.settings && { settings: options.settings }) });
  bench.hear();
  const target = identityOf(machine, pid);
  const promotion = (ranges: [number, number][]) => moves({ target, from: 1, to: 0, ranges });
  return { machine, pid, bench, target, promotion };
}

const movedOf = (outcome: { totals: { pagesMoved: string } | null }) => Number(outcome.totals?.pagesMoved);

test('a plan that comes twice moves its pages once, and is answered twice', async () => {
  const { machine, pid, bench, promotion } = scene();
  const bytes = signed(plan(1, [promotion([[FIRST, 150]])]));
  assert.equal(bench.send(bytes), 'accepted');
  assert.equal(bench.send(bytes), 'repeated');
  const outcome = await bench.outcome('plan-1');
  assert.equal(outcome.state, 'OUTCOME_STATE_COMPLETED');
  assert.equal(movedOf(outcome), 150);
  assert.equal(bench.send(bytes), 'repeated');
  await until(() => bench.published.length === 2, 'the second answer');
  assert.deepEqual(bench.published[1], bench.published[0]);
  assert.equal(machine.migrations(), 150);
  assert.equal(machine.pagesOn(pid, 0), 150);
  await bench.close();
});

test('pages that lie scattered are looked at in windows of so many runs, each of them once', async () => {
  const scattered = MOST_WINDOW_RUNS + 10;
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 2 * scattered, node: 1 }] });
  const near = nearMover(machine);
  const looked: number[] = [];
  const survey = (request: SurveyRequest) => {
    looked.push(request.ranges.pages.length);
    return near.survey(request);
  };
  const bench = new Bench({ machine, mover: () => ({ ...near, survey }), settings: { batchPages: 65_536 } });
  bench.hear();
  const ranges = Array.from({ length: scattered }, (_, i) => [FIRST + 2 * i, 1] as const);
  bench.send(signed(plan(1, [moves({ target: identityOf(machine, pid), from: 1, to: 0, ranges })])));
  assert.equal(movedOf(await bench.outcome('plan-1')), scattered);
  assert.deepEqual(looked, [MOST_WINDOW_RUNS, 10]);
  assert.equal(machine.migrations(), scattered);
});

test('the same moves under another plan id find every page there already', async () => {
  const { machine, bench, promotion } = scene();
  bench.send(signed(plan(1, [promotion([[FIRST, 100]])])));
  bench.send(signed(plan(2, [promotion([[FIRST, 100]])])));
  const outcome = await bench.outcome('plan-2');
  assert.equal(outcome.totals?.pagesAlreadyThere, '100');
  assert.equal(movedOf(outcome), 0);
  assert.equal(machine.migrations(), 100);
  await bench.close();
});

test('busy pages are tried again, and reported by errno when that does not help', async () => {
  const { machine, pid, bench, promotion } = scene();
  machine.makeBusy(pid, FIRST, 10, 1);
  machine.makeBusy(pid, FIRST + 20, 5, 200);
  machine.refuse(pid, FIRST + 30, 3, 'EACCES');
  bench.send(signed(plan(1, [promotion([[FIRST, 50]])])));
  const { totals, spaces } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, '42');
  assert.deepEqual(totals?.pagesFailed, { EBUSY: '5', EACCES: '3' });
  assert.equal(spaces[0]?.bytesMoved, String(42 * 4096));
  assert.deepEqual([...(spaces[0]?.results ?? [])], [1, 3, 1, 3, 1]);
  await bench.close();
});

test('pages that are absent, elsewhere, or there already are told apart', async () => {
  const machine = machineOf({
    nodes: [
      { id: 0, pages: 4096 },
      { id: 1, pages: 4096 },
      { id: 2, pages: 4096 },
    ],
  });
  const node = (index: number) => (index < 10 ? 1 : index < 20 ? 0 : index < 30 ? 2 : -1);
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 40, node }] });
  const bench = new Bench({ machine, settings: { tiers: [[0], [1, 2]] } });
  bench.hear();
  const target = identityOf(machine, pid);
  bench.send(signed(plan(1, [moves({ target, from: 1, to: 0, ranges: [[FIRST, 60]] })])));
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, '10');
  assert.equal(totals?.pagesAlreadyThere, '10');
  assert.deepEqual(totals?.pagesSkipped, { 'not-where-planned': '10' });
  assert.deepEqual(totals?.pagesFailed, { ENOENT: '10', EFAULT: '20' });
  await bench.close();
});

test('a huge page moves whole, and is left alone when the plan covers a part of it', async () => {
  const { machine, bench, promotion } = scene(4 * 512, { kind: PageKind.anonHuge });
  bench.send(signed(plan(1, [promotion([[FIRST, 3 * 512 + 100]])])));
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, String(3 * 512));
  assert.deepEqual(totals?.pagesSkipped, { 'partial-huge-page': '100' });
  assert.equal(machine.migrations(), 3 * 512);
  await bench.close();
});

test('a process that ran another program is not touched', async () => {
  const { machine, pid, bench, promotion } = scene();
  machine.exec(pid, [{ startPage: FIRST, pages: 200, node: 1 }]);
  bench.send(signed(plan(1, [promotion([[FIRST, 100]])])));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual(totals?.pagesSkipped, { 'identity-changed': '100' });
  assert.equal(machine.migrations(), 0);
  await bench.close();
});

test('a process that has the pid of another is not touched', async () => {
  let now = 0;
  const machine = machineOf({ clock: () => now });
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 50, node: 1 }] });
  const target = identityOf(machine, pid);
  machine.exit(pid);
  now = 60_000;
  machine.spawn({ pid, mappings: [{ startPage: FIRST, pages: 50, node: 1 }] });
  const bench = new Bench({ machine });
  bench.hear();
  bench.send(signed(plan(1, [moves({ target, from: 1, to: 0, ranges: [[FIRST, 50]] })])));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual(totals?.pagesSkipped, { 'identity-changed': '50' });
  assert.equal(machine.migrations(), 0);
  await bench.close();
});

test('a process that dies in a call: the batch is unknown, and nothing more is sent to it', async () => {
  const { machine, pid, bench, promotion } = scene(200);
  machine.pages.beforeMove = () => {
    if (machine.pages.calls === 2) machine.exit(pid);
  };
  bench.send(signed(plan(1, [promotion([[FIRST, 200]])])));
  const { totals, state } = await bench.outcome('plan-1');
  assert.equal(state, 'OUTCOME_STATE_COMPLETED');
  assert.equal(totals?.pagesMoved, '64');
  assert.equal(totals?.pagesUnknown, '64');
  assert.deepEqual(totals?.pagesSkipped, { 'target-died': '72' });
  assert.equal(machine.pages.calls, 2);
  assert.equal(machine.pages.openPidfds(), 0);
  await bench.close();
});

test('a full target ends its direction for the plan, and what moved before is counted', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 300, node: (index) => (index < 200 ? 0 : 1) }] });
  const target = identityOf(machine, pid);
  const bench = new Bench({ machine });
  machine.fill(1, 100);
  bench.hear();
  const down = (first: number, pages: number) => moves({ target, from: 0, to: 1, ranges: [[first, pages]] });
  const up = moves({ target, from: 1, to: 0, ranges: [[FIRST + 200, 100]] });
  bench.send(signed(plan(1, [down(FIRST, 150), down(FIRST + 150, 50), up])));
  const { totals } = await bench.outcome('plan-1');
  assert.equal(machine.migrations(), 200);
  assert.equal(totals?.pagesMoved, '200');
  assert.deepEqual(totals?.pagesFailed, { ENOMEM: '28' });
  assert.deepEqual(totals?.pagesSkipped, { 'target-full': '72' });
  await bench.close();
});

test('a call that leaves its statuses stale is asked about', async () => {
  const { machine, bench, promotion } = scene();
  const { movePages } = machine.pages;
  machine.pages.movePages = (pid, pages, node) => {
    const half = numbersOf(pages).subarray(0, pages.length / 2);
    movePages.call(machine.pages, pid, half, node, new Int32Array(half.length));
    return { result: pages.length - half.length, errno: 0 };
  };
  bench.send(signed(plan(1, [promotion([[FIRST, 64]])])));
  const { totals } = await bench.outcome('plan-1');
  // Half of what is left moves at each of the three tries.
  assert.equal(totals?.pagesMoved, String(32 + 16 + 8));
  assert.deepEqual(totals?.pagesFailed, { EAGAIN: '8' });
  await bench.close();
});

test('a call that the kernel refuses for want of a capability is said so', async () => {
  const { machine, bench, promotion } = scene();
  machine.pages.failCalls('EPERM');
  bench.send(signed(plan(1, [promotion([[FIRST, 100]])])));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual(totals?.pagesFailed, { EPERM: '64' });
  assert.deepEqual(totals?.pagesSkipped, { 'no-capability': '36' });
  await bench.close();
});

test('promotions wait for room, and demotions of the same plan go first', async () => {
  const machine = machineOf({
    nodes: [
      { id: 0, pages: 1000 },
      { id: 1, pages: 1000 },
    ],
  });
  const cold = machine.spawn({ mappings: [{ startPage: FIRST, pages: 900, node: 0 }] });
  const hot = machine.spawn({ mappings: [{ startPage: FIRST, pages: 300, node: 1 }] });
  const bench = new Bench({ machine, settings: { headroomShare: 0.1 } });
  bench.hear();
  let lowest = 1000;
  machine.pages.beforeMove = () => {
    lowest = Math.min(lowest, machine.freePages(0));
  };
  const up = moves({ target: identityOf(machine, hot), from: 1, to: 0, ranges: [[FIRST, 300]] });
  const down = moves({ target: identityOf(machine, cold), from: 0, to: 1, ranges: [[FIRST, 200]] });
  bench.send(signed(plan(1, [up, down])));
  await until(() => machine.pagesOn(hot, 0) === 200, 'the room that the demotion made to be used');
  await sleep(150);
  assert.equal(machine.pagesOn(hot, 0), 200, 'a promotion went past the headroom');
  assert.equal(bench.published.length, 0, 'the rest waits');
  machine.exit(cold);
  const outcome = await bench.outcome('plan-1');
  assert.equal(movedOf(outcome), 500);
  assert.ok(lowest >= 100, `free pages fell to ${lowest}`);
  await bench.close();
});

test('without a Control nothing begins; silence stops what is under way', async () => {
  const skewed = { ageMs: 0 };
  const clock = { monotonicMs: () => systemClock.monotonicMs() + skewed.ageMs, unixMs: systemClock.unixMs };
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 200, node: 1 }] });
  const bench = new Bench({ machine, clock });
  const target = identityOf(machine, pid);
  bench.send(signed(plan(1, [moves({ target, from: 1, to: 0, ranges: [[FIRST, 200]] })])));
  await sleep(250);
  assert.equal(machine.migrations(), 0);
  assert.equal(bench.actuator.control.heldBack(clock.monotonicMs()), 'no-control');
  machine.pages.beforeMove = () => {
    skewed.ageMs = 61_000;
  };
  bench.hear();
  await until(() => machine.migrations() === 64, 'the first batch');
  await sleep(250);
  assert.equal(machine.migrations(), 64);
  machine.pages.beforeMove = undefined;
  bench.hear();
  assert.equal(movedOf(await bench.outcome('plan-1')), 200);
  await bench.close();
});

test('a withdrawn plan stops on the way, and a stop ends it; a pause holds it', async () => {
  const { machine, bench, promotion } = scene(2000);
  machine.pages.beforeMove = () => {
    if (machine.pages.calls === 2) bench.hear({ withdrawnPlans: ['plan-1'] });
    if (machine.pages.calls === 4) bench.hear({ withdrawnRevisions: [{ policyName: 'default', revision: 7 }] });
    if (machine.pages.calls === 6) bench.hear({ pause: true });
    if (machine.pages.calls === 8) bench.hear({ stop: true });
  };
  bench.send(signed(plan(1, [promotion([[FIRST, 500]])])));
  const first = await bench.outcome('plan-1');
  assert.equal(first.state, 'OUTCOME_STATE_STOPPED');
  assert.equal(first.reason, 'withdrawn');
  assert.deepEqual(first.totals?.pagesSkipped, { withdrawn: String(500 - 128) });
  bench.send(signed(plan(2, [promotion([[FIRST + 500, 500]])], { policyRevision: 7 })));
  assert.equal((await bench.outcome('plan-2')).reason, 'withdrawn');
  bench.send(signed(plan(3, [promotion([[FIRST + 1000, 500]])])));
  await until(() => machine.pages.calls === 6, 'the pause');
  await sleep(250);
  assert.equal(machine.pages.calls, 6);
  bench.hear();
  assert.equal((await bench.outcome('plan-3')).reason, 'stopped');
  assert.equal(machine.pages.calls, 8);
  await bench.close();
});

test('a plan that expires on the way ends there', async () => {
  const { machine, bench, promotion } = scene(300, { settings: { limitBytesPerSecond: 64 * 4096 } });
  bench.send(signed(plan(1, [promotion([[FIRST, 300]])], { expiresUnixMs: Date.now() + 700 })));
  const outcome = await bench.outcome('plan-1');
  assert.equal(outcome.reason, 'expired');
  assert.equal(movedOf(outcome), machine.migrations());
  assert.ok(machine.migrations() < 300);
  await bench.close();
});

test('a page does not go back within its residence time, but by an undo', async () => {
  const { machine, bench, promotion, target } = scene(100, { settings: { residence: 60_000 } });
  bench.send(signed(plan(1, [promotion([[FIRST, 100]])])));
  await bench.outcome('plan-1');
  const back = moves({ target, from: 0, to: 1, ranges: [[FIRST, 100]] });
  bench.send(signed(plan(2, [back])));
  assert.deepEqual((await bench.outcome('plan-2')).totals?.pagesSkipped, { residence: '100' });
  bench.send(signed(plan(3, [back], { undoOf: 'plan-1' })));
  assert.equal(movedOf(await bench.outcome('plan-3')), 100);
  assert.equal(machine.migrations(), 200);
  await bench.close();
});

test('a shadow plan and a dry run move nothing', async () => {
  const { machine, bench, promotion } = scene();
  bench.send(signed(plan(1, [promotion([[FIRST, 100]])], { shadow: true })));
  const shadow = await bench.outcome('plan-1');
  assert.equal(shadow.state, 'OUTCOME_STATE_COMPLETED');
  assert.deepEqual(shadow.totals?.pagesSkipped, { shadow: '100' });
  await bench.close();
  const dry = new Bench({ machine, settings: { dryRun: true } });
  dry.hear();
  dry.send(signed(plan(2, [promotion([[FIRST, 100]])])));
  assert.equal((await dry.outcome('plan-2')).reason, 'dry-run');
  assert.equal(machine.migrations(), 0);
  await dry.close();
});

test('a mover that is lost ends the plan: its batch is unknown, the rest is left alone', async () => {
  const { machine, promotion } = scene();
  const bench = new Bench({
    machine,
    mover: (each) => ({ ...nearMover(each), move: () => Promise.reject(new Error('it crashed too often')) }),
  });
  bench.hear();
  bench.send(signed(plan(1, [promotion([[FIRST, 100]])])));
  const outcome = await bench.outcome('plan-1');
  assert.equal(outcome.reason, 'mover-failed');
  assert.equal(outcome.totals?.pagesUnknown, '64');
  assert.deepEqual(outcome.totals?.pagesSkipped, { 'mover-failed': '36' });
  await bench.close();
});

test('a batch that a crash cut off: what it moved counts as moved, or as unknown when nobody can tell', async () => {
  const machine = machineOf();
  const mappings = [{ startPage: FIRST, pages: 100, node: (index: number) => (index < 10 ? 0 : 1) }];
  const alive = machine.spawn({ mappings });
  const gone = machine.spawn({ mappings });
  const stateDir = newStateDir();
  const journal = new Journal(join(stateDir, 'journal.log'), { keepMs: 1000, maxBytes: 2 ** 20 });
  [alive, gone].forEach((pid, i) => {
    const space = moves({ target: identityOf(machine, pid), from: 1, to: 0, ranges: [[FIRST, 100]] });
    const planId = `plan-${i + 1}`;
    const message = signed(plan(i + 1, [space]));
    journal.append({ kind: 'accepted', planId, key: `${HOST}/${BOOT}/${i + 1}`, atUnixMs: 1, bytes: message });
    const spans = [{ first: 0, count: 20 }];
    journal.append({ kind: 'intent', planId, group: 0, atMs: 1, moveBytes: 20 * 4096, spans });
  });
  journal.close();
  machine.exit(gone);
  const bench = new Bench({ machine, stateDir });
  bench.hear();
  const first = await bench.outcome('plan-1');
  assert.equal(first.totals?.pagesMoved, '100');
  assert.equal(machine.migrations(), 90);
  const second = await bench.outcome('plan-2');
  assert.equal(second.totals?.pagesUnknown, '20');
  assert.deepEqual(second.totals?.pagesSkipped, { 'process-gone': '80' });
});
