import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../services/actuator/clock.js';
import { limitationsOf } from '../../../services/actuator/limitations.js';
import { Madvise } from '../../../services/actuator/madvise.js';
import type { MoveBatch, Mover } from '../../../services/actuator/moverPort.js';
import { Movers } from '../../../services/actuator/movers.js';
import { switchedOff } from '../../../services/actuator/switchedOff.js';
import { Verdict } from '../../../services/actuator/verdict.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import { type FakeMapping, HUGE_PAGES } from '../../../services/kernel/fakeProcess.js';
import { PageKind, type ProcessIdentity } from '../../../services/kernel/port.js';
import { Bench, identityOf, machineOf, nearMover } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';
import { eachPage, oneRun } from './kit/runs.js';

after(() => Bench.closeAll());

const pause = (ms: number) => sleep(ms).then(() => undefined);

function nearMadvise(machine: FakeMachine, self = 1): Mover {
  const calls = new Madvise(machine, systemClock, pause, self);
  return {
    name: 'madvise',
    serves: ['process'],
    width: 1,
    probe: () => Promise.resolve(calls.probe()),
    survey: (request) => Promise.resolve(calls.survey(request)),
    move: (batch) => calls.move(batch),
    close: () => Promise.resolve(calls.close()),
  };
}

function stage(...mappings: FakeMapping[]): { bench: Bench; target: ProcessIdentity } {
  const machine = machineOf();
  const target = identityOf(machine, machine.spawn({ mappings }));
  const bench = new Bench({ machine, movers: Movers.of(nearMover(machine), nearMadvise(machine)) });
  bench.hear();
  return { bench, target };
}

function leave(target: ProcessIdentity, ranges: [number, number][], changes: Partial<SpaceMoves> = {}): SpaceMoves {
  const named = moves({ target, from: 1, to: 1, ranges });
  return { ...named, mover: 'MOVER_KIND_MADVISE', ...changes };
}

test('pages of the last tier leave memory, and what the kernel keeps is skipped by name', async () => {
  const { bench, target } = stage(
    { startPage: 100, pages: 50, node: 1 },
    { startPage: 200, pages: 10, node: 1, shared: true },
    { startPage: 300, pages: 4, node: (index) => (index < 2 ? 0 : -1) },
  );
  bench.send(
    signed(
      plan(1, [
        leave(target, [
          [100, 50],
          [200, 10],
          [300, 4],
        ]),
      ]),
    ),
  );
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, '50');
  assert.deepEqual(totals?.pagesSkipped, { 'kept-by-kernel': '10', 'not-where-planned': '2' });
  assert.deepEqual(totals?.pagesFailed, { ENOENT: '2' });
  assert.equal(bench.machine.migrations(), 0);
  assert.deepEqual(bench.machine.pages.advised, ['pageout 100+50', 'pageout 200+10']);
});

test('without swap anonymous memory stays and file memory goes', async () => {
  const { bench, target } = stage(
    { startPage: 100, pages: 50, node: 1 },
    { startPage: 200, pages: 10, node: 1, kind: PageKind.file },
  );
  bench.machine.pages.swap = false;
  const ranges: [number, number][] = [
    [100, 50],
    [200, 10],
  ];
  bench.send(signed(plan(1, [leave(target, ranges, { advice: 'ADVICE_PAGEOUT' })])));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual([totals?.pagesMoved, totals?.pagesSkipped], ['10', { 'kept-by-kernel': '50' }]);
});

test('cold pages are advised, stay, and count as nothing moved', async () => {
  const { bench, target } = stage({ startPage: 100, pages: 50, node: 1 });
  bench.send(signed(plan(1, [leave(target, [[100, 50]], { advice: 'ADVICE_COLD' })])));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual([totals?.pagesMoved, totals?.pagesSkipped], ['0', { 'advised-cold': '50' }]);
  assert.deepEqual(bench.machine.pages.advised, ['cold 100+50']);
});

test('a huge page may leave in parts', async () => {
  const { bench, target } = stage({ startPage: HUGE_PAGES, pages: HUGE_PAGES, node: 1, kind: PageKind.anonHuge });
  bench.send(signed(plan(1, [leave(target, [[HUGE_PAGES + 8, 16]])])));
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '16');
});

test('a plan that has madvise take pages of a faster tier, or to another node, is refused', async () => {
  const { bench, target } = stage({ startPage: 100, pages: 50, node: 0 });
  const wrong: Partial<SpaceMoves>[] = [
    { fromNode: 0, toNode: 0 },
    { fromNode: 0, toNode: 1 },
    { direction: 'DIRECTION_PROMOTION' },
  ];
  for (const [i, changes] of wrong.entries()) {
    bench.send(signed(plan(i + 1, [leave(target, [[100, 50]], changes)])));
    const outcome = await bench.outcome(`plan-${i + 1}`);
    assert.equal(outcome.reason, 'wrong-direction');
  }
  assert.deepEqual(bench.machine.pages.advised, []);
});

test('a node to itself is no move for any other mover', async () => {
  const { bench, target } = stage({ startPage: 100, pages: 50, node: 1 });
  bench.send(signed(plan(1, [leave(target, [[100, 50]], { mover: 'MOVER_KIND_UNSPECIFIED' })])));
  assert.equal((await bench.outcome('plan-1')).reason, 'wrong-direction');
});

test('nothing is advised of a process that is gone, or is another now, or may not be reached', async () => {
  const { bench, target } = stage({ startPage: 100, pages: 50, node: 1 });
  bench.send(signed(plan(1, [leave({ ...target, startTicks: target.startTicks + 1 }, [[100, 50]])])));
  assert.deepEqual((await bench.outcome('plan-1')).totals?.pagesSkipped, { 'identity-changed': '50' });
  bench.machine.pages.failCalls('EPERM');
  bench.send(signed(plan(2, [leave(target, [[100, 50]])])));
  assert.deepEqual((await bench.outcome('plan-2')).totals?.pagesSkipped, { 'no-capability': '50' });
  bench.machine.exit(target.pid);
  bench.send(signed(plan(3, [leave(target, [[100, 50]])])));
  assert.deepEqual((await bench.outcome('plan-3')).totals?.pagesSkipped, { 'process-gone': '50' });
  assert.deepEqual(bench.machine.pages.advised, []);
});

test('of a batch that a crash cut off, pages that are gone were taken out by it', async () => {
  const machine = machineOf();
  const process = identityOf(
    machine,
    machine.spawn({ mappings: [{ startPage: 100, pages: 4, node: (index) => (index < 2 ? -1 : 1) }] }),
  );
  const batch: MoveBatch = {
    space: { kind: 'process', process },
    fromNode: 1,
    toNode: 1,
    runs: oneRun(100, 4),
    resumed: true,
    sharedPages: false,
    retries: 0,
    backoffMs: 1,
    notBeforeMs: 0,
  };
  const report = await new Madvise(machine, systemClock, pause, 1).move(batch);
  assert.deepEqual(eachPage(report).verdicts, Array(4).fill(Verdict.moved));
  assert.equal(report.pagesMoved, 4);
});

test('the trial says what is missing', async () => {
  const machine = machineOf();
  const mover = nearMadvise(machine, machine.spawn({ mappings: [{ startPage: 100, pages: 1 }] }));
  assert.equal((await mover.probe()).works, true);
  machine.pages.failCalls('ENOSYS');
  assert.equal((await mover.probe()).code, 'ENOSYS');
  machine.capabilities.delete('CAP_SYS_NICE');
  assert.equal((await mover.probe()).code, 'NO_CAPABILITY');
});

test('switched off, its moves are skipped, its status says so, and it is no limitation', async () => {
  const machine = machineOf();
  const target = identityOf(machine, machine.spawn({ mappings: [{ startPage: 100, pages: 50, node: 1 }] }));
  const movers = await Movers.probe([nearMover(machine), switchedOff('madvise', ['process'], 'leaveMemory')]);
  const bench = new Bench({ machine, movers });
  bench.hear();
  bench.send(signed(plan(1, [leave(target, [[100, 50]])])));
  assert.deepEqual((await bench.outcome('plan-1')).totals?.pagesSkipped, { 'mover-does-not-work': '50' });
  assert.deepEqual(
    limitationsOf(machine.host, machine.host.topology(), movers).filter(({ name }) => name === 'no-madvise'),
    [],
  );
  assert.match(movers.all.find(({ mover }) => mover.name === 'madvise')?.probe.text ?? '', /leaveMemory/);
});
