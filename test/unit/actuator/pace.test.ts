import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MovePages } from '../../../services/actuator/movePages.js';
import { Pace } from '../../../services/actuator/pace.js';
import { Verdict } from '../../../services/actuator/verdict.js';
import type { PagePort } from '../../../services/kernel/port.js';
import { identityOf, machineOf } from './kit/bench.js';
import { oneRun } from './kit/runs.js';

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

test('a batch is moved in calls that follow the latency, each page once', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: 0x1000, pages: 2000, node: 1, kind: 1 }] });
  const calls: number[] = [];
  let nowMs = 0;
  const pages: PagePort = {
    queryNodes: (...args) => machine.pages.queryNodes(...args),
    movePages: (of, numbers, node, status) => {
      calls.push(numbers.length);
      nowMs += numbers.length * 0.05;
      return machine.pages.movePages(of, numbers, node, status);
    },
    pidfdOpen: (of) => machine.pages.pidfdOpen(of),
    pidfdAlive: (fd) => machine.pages.pidfdAlive(fd),
    pidfdClose: (fd) => machine.pages.pidfdClose(fd),
    advise: (fd, stretches, advice) => machine.pages.advise(fd, stretches, advice),
  };
  const kernel = { ...machine, processes: machine.processes, pages };
  const mover = new MovePages(
    kernel as never,
    { monotonicMs: () => nowMs, unixMs: () => nowMs },
    async () => undefined,
  );
  const report = await mover.move({
    space: { kind: 'process', process: identityOf(machine, pid) },
    fromNode: 1,
    toNode: 0,
    runs: oneRun(0x1000, 2000),
    resumed: false,
    sharedPages: false,
    retries: 0,
    backoffMs: 1,
    notBeforeMs: 0,
  });
  assert.deepEqual(calls, [64, 128, 256, 400, 400, 400, 352]);
  assert.equal(report.pagesMoved, 2000);
  assert.deepEqual(report.verdicts, [{ first: 0, count: 2000, verdict: Verdict.moved, detail: 0 }]);
  assert.equal(machine.migrations(), 2000);
});
