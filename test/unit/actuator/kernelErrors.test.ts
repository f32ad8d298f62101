/** Each error of the kernel has an answer of its own: what the outcome says of pages, and what else of the plan it ends. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import { Bench, identityOf, machineOf, until } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;
afterEach(() => Bench.closeAll());

interface Answer {
  readonly answer: string;
  readonly errno: string;
  /** What the kernel says of the first 8 pages, or of the first call as a whole. */
  readonly arrange: (machine: FakeMachine, pid: number) => void;
  /** Pages by errno and by reason, of the first process's 64 + 36 pages and of another's 10 that come after. */
  readonly failed: Record<string, string>;
  readonly skipped: Record<string, string>;
  readonly moved: string;
}

const page = (errno: string) => (machine: FakeMachine, pid: number) => machine.refuse(pid, FIRST, 8, errno);
const call = (errno: string) => (machine: FakeMachine) => machine.pages.failCalls(errno);
const busy = (times: number) => (machine: FakeMachine, pid: number) => machine.makeBusy(pid, FIRST, 8, times);

const ANSWERS: readonly Answer[] = [
  { answer: 'is tried again', errno: 'EBUSY', arrange: busy(1), failed: {}, skipped: {}, moved: '110' },
  {
    answer: 'is given up in the end',
    errno: 'EBUSY',
    arrange: busy(99),
    failed: { EBUSY: '8' },
    skipped: {},
    moved: '102',
  },
  {
    answer: 'is given up in the end',
    errno: 'EAGAIN',
    arrange: page('EAGAIN'),
    failed: { EAGAIN: '8' },
    skipped: {},
    moved: '102',
  },
  {
    answer: 'is of a page alone',
    errno: 'EFAULT',
    arrange: page('EFAULT'),
    failed: { EFAULT: '8' },
    skipped: {},
    moved: '102',
  },
  { answer: 'is of a page alone', errno: 'EIO', arrange: page('EIO'), failed: { EIO: '8' }, skipped: {}, moved: '102' },
  {
    answer: 'is of a page alone',
    errno: 'ENOENT',
    arrange: page('ENOENT'),
    failed: { ENOENT: '8' },
    skipped: {},
    moved: '102',
  },
  {
    answer: 'is a shared page',
    errno: 'EACCES',
    arrange: page('EACCES'),
    failed: { EACCES: '8' },
    skipped: {},
    moved: '102',
  },
  {
    answer: 'ends the process',
    errno: 'ESRCH',
    arrange: call('ESRCH'),
    failed: { ESRCH: '64' },
    skipped: { 'process-gone': '36' },
    moved: '10',
  },
  {
    answer: 'ends the process: want of a capability',
    errno: 'EPERM',
    arrange: call('EPERM'),
    failed: { EPERM: '64' },
    skipped: { 'no-capability': '36' },
    moved: '10',
  },
  {
    answer: 'ends the process for that node: its cpuset',
    errno: 'EACCES',
    arrange: call('EACCES'),
    failed: { EACCES: '64' },
    skipped: { 'bound-by-application': '36' },
    moved: '10',
  },
  {
    answer: 'ends that node for all',
    errno: 'ENODEV',
    arrange: call('ENODEV'),
    failed: { ENODEV: '64' },
    skipped: { 'bad-node': '46' },
    moved: '0',
  },
  {
    answer: 'ends the direction',
    errno: 'ENOMEM',
    arrange: call('ENOMEM'),
    failed: { ENOMEM: '64' },
    skipped: { 'target-full': '46' },
    moved: '0',
  },
];

for (const { answer, errno, arrange, failed, skipped, moved } of ANSWERS) {
  test(`${errno} ${answer}`, async () => {
    const machine = machineOf();
    const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 100, node: 1 }] });
    const other = machine.spawn({ mappings: [{ startPage: FIRST, pages: 10, node: 1 }] });
    const bench = new Bench({ machine });
    bench.hear();
    arrange(machine, pid);
    const of = (process: number, pages: number) =>
      moves({ target: identityOf(machine, process), from: 1, to: 0, ranges: [[FIRST, pages]] });
    bench.send(signed(plan(1, [of(pid, 100), of(other, 10)])));
    const { totals } = await bench.outcome('plan-1');
    assert.deepEqual(
      { moved: totals?.pagesMoved, failed: totals?.pagesFailed, skipped: totals?.pagesSkipped },
      { moved, failed, skipped },
    );
  });
}

test('a node that ran out takes no demotion of a later plan until it has room', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 64, node: 0 }] });
  const bench = new Bench({ machine });
  bench.hear();
  machine.fill(1, 0);
  const down = moves({ target: identityOf(machine, pid), from: 0, to: 1, ranges: [[FIRST, 64]] });
  bench.send(signed(plan(1, [down])));
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '0');
  const { calls } = machine.pages;
  bench.send(signed(plan(2, [down])));
  await until(() => bench.actuator.executor.planId === 'plan-2', 'the second plan to begin');
  await sleep(250);
  assert.equal(machine.pages.calls, calls, 'no call is made while the node is full');
  machine.fill(1, 1000);
  assert.equal((await bench.outcome('plan-2')).totals?.pagesMoved, '64');
});
