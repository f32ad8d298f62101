import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MovePages } from '../../../services/actuator/movePages.js';
import { Pace } from '../../../services/actuator/pace.js';
import { Verdict } from '../../../services/actuator/verdict.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import type { MovePagesResult, PagePort } from '../../../services/kernel/port.js';
import { identityOf, machineOf } from './kit/bench.js';
import { eachPage, oneRun } from './kit/runs.js';

const FIRST = 0x1000;

test('calls begin with 64 pages and grow to what takes 20 ms', () => {
  const pace = new Pace();
  assert.equal(pace.pages, 64);
  for (let i = 0; i < 10; i++) pace.took(pace.pages, pace.pages * 0.04);
  assert.equal(pace.pages, 500);
  for (let i = 0; i < 20; i++) pace.took(pace.pages, pace.pages * 0.16);
  assert.equal(pace.pages, 125);
});

test('what a call costs whatever its size makes it no smaller than twice that', () => {
  const fixedMs = 30;
  const pace = new Pace();
  for (let i = 0; i < 20; i++) pace.took(pace.pages, fixedMs + pace.pages * 0.04);
  assert.ok(Math.abs(pace.pages - fixedMs / 0.04) < 20, `${pace.pages} pages`);
});

test('no call is to take more than 100 ms', () => {
  const pace = new Pace();
  for (let i = 0; i < 40; i++) pace.took(pace.pages, 500 + pace.pages * 0.04);
  assert.ok(pace.pages <= 50 / 0.04, `${pace.pages} pages`);
});

test('a call of few pages says nothing about longer ones', () => {
  const pace = new Pace();
  for (let i = 0; i < 4; i++) pace.took(pace.pages, 1);
  const before = pace.pages;
  pace.took(10, 0.1);
  assert.equal(pace.pages, before);
});

test('whatever calls take, there are 64 to 16,384 pages in one', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (times) => {
      const pace = new Pace();
      for (const ms of times) {
        pace.took(pace.pages, ms);
        assert.ok(Number.isInteger(pace.pages) && pace.pages >= 64 && pace.pages <= 16_384);
      }
    }),
  );
});

/** A process of `pages` pages on node 1, and a mover of its pages on a host that takes 0.05 ms for each. */
function batchOf(pages: number, answer: (machine: FakeMachine, call: number) => MovePagesResult | undefined) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages, node: 1, kind: 1 }] });
  const calls: number[] = [];
  /** Pids whose identity was read. */
  const identified: number[] = [];
  let nowMs = 0;
  const port: PagePort = {
    queryNodes: (...args) => machine.pages.queryNodes(...args),
    movePages: (of, numbers, node, status) => {
      calls.push(numbers.length);
      nowMs += numbers.length * 0.05;
      return answer(machine, calls.length) ?? machine.pages.movePages(of, numbers, node, status);
    },
    pidfdOpen: (of) => machine.pages.pidfdOpen(of),
    pidfdAlive: (fd) => machine.pages.pidfdAlive(fd),
    pidfdClose: (fd) => machine.pages.pidfdClose(fd),
    advise: (fd, stretches, advice) => machine.pages.advise(fd, stretches, advice),
  };
  const processes = {
    identity: (of: number) => {
      identified.push(of);
      return machine.processes.identity(of);
    },
  };
  const kernel = { ...machine, processes, pages: port };
  const clock = { monotonicMs: () => nowMs, unixMs: () => nowMs };
  const mover = new MovePages(kernel as never, clock, async () => undefined);
  const move = () =>
    mover.move({
      space: { kind: 'process', process: identityOf(machine, pid) },
      fromNode: 1,
      toNode: 0,
      runs: oneRun(FIRST, pages),
      resumed: false,
      sharedPages: false,
      retries: 0,
      backoffMs: 1,
      notBeforeMs: 0,
    });
  return { machine, pid, calls, identified, move };
}

test('a batch is moved in calls that follow the latency, each page once', async () => {
  const { machine, calls, move } = batchOf(2000, () => undefined);
  const report = await move();
  assert.deepEqual(calls, [64, 128, 256, 400, 400, 400, 352]);
  assert.equal(report.pagesMoved, 2000);
  assert.deepEqual(report.verdicts, [{ first: 0, count: 2000, verdict: Verdict.moved, detail: 0 }]);
  assert.equal(machine.migrations(), 2000);
});

test('a batch is confirmed each quarter second and at its end, once where both are one', async () => {
  for (const [pages, times] of [
    [2000, 1],
    [5100, 1],
    [5300, 2],
  ] as const) {
    const { identified, move } = batchOf(pages, () => undefined);
    assert.equal((await move()).pagesMoved, pages);
    assert.equal(identified.length, 1 + times, `${pages} pages`);
  }
});

test('each page is told by its own call, however many calls are read together, and before whatever ended them', async () => {
  const [pages, efault, enomem] = [9000, 14, 12];
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: pages - 1 }), { maxLength: 4 }),
      fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      async (refused, full) => {
        const { machine, pid, calls, move } = batchOf(pages, (_, call) =>
          call === full ? { result: -1, errno: enomem } : undefined,
        );
        for (const page of refused) machine.refuse(pid, FIRST + page, 1, 'EFAULT');
        const { verdicts, details } = eachPage(await move());
        const called = calls.reduce((sum, each) => sum + each, 0);
        const before = full === calls.length ? called - (calls.at(-1) as number) : called;
        for (let page = 0; page < pages; page++) {
          const [verdict, detail] = [verdicts[page], details[page]];
          if (page >= before) assert.equal(verdict, Verdict.failed, `page ${page}`);
          else if (refused.includes(page)) assert.deepEqual([verdict, detail], [Verdict.failed, efault]);
          else assert.equal(verdict, Verdict.moved, `page ${page}`);
        }
        assert.equal(machine.migrations(), verdicts.filter((verdict) => verdict === Verdict.moved).length);
      },
    ),
    { numRuns: 40 },
  );
});
