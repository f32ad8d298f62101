import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errnoName } from '../../../services/kernel/errno.js';
import { FakeMachine } from '../../../services/kernel/fake.js';
import { PageKind, STATUS_UNSET } from '../../../services/kernel/port.js';

const intervals = { sampleUs: 5_000, aggregationUs: 100_000, updateUs: 1_000_000, minRegions: 10, maxRegions: 200 };

function pagesFrom(start: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => start + i);
}

function move(machine: FakeMachine, pid: number, pages: Float64Array, node: number) {
  const status = new Int32Array(pages.length);
  const { result, errno } = machine.pages.movePages(pid, pages, node, status);
  const named = [...status].map((value) => (value === STATUS_UNSET ? 'unset' : value < 0 ? errnoName(value) : value));
  return { result, errno: errno === 0 ? '' : errnoName(errno), status: named };
}

describe('the fake machine', () => {
  test('moves change where pages are, and are counted', () => {
    const machine = new FakeMachine();
    const pid = machine.spawn({ mappings: [{ startPage: 100, pages: 10 }] });
    const free = machine.freePages(1);
    assert.deepEqual(move(machine, pid, pagesFrom(100, 4), 1), { result: 0, errno: '', status: [1, 1, 1, 1] });
    assert.deepEqual(move(machine, pid, pagesFrom(100, 4), 1).status, [1, 1, 1, 1]);
    assert.equal(machine.migrations(), 4);
    assert.equal(machine.host.vmCounters().get('pgmigrate_success'), 4);
    assert.equal(machine.freePages(1), free - 4);
    assert.equal(machine.nodeOf(pid, 103), 1);
    assert.equal(machine.pagesOn(pid, 0), 6);
  });

  test('statuses by name', () => {
    const machine = new FakeMachine();
    const pid = machine.spawn({
      mappings: [
        { startPage: 10, pages: 4, node: (i) => (i === 3 ? -1 : 0) },
        { startPage: 20, pages: 1, shared: true, kind: PageKind.file },
      ],
    });
    machine.makeBusy(pid, 10, 1, 2);
    machine.refuse(pid, 11, 1, 'EPERM');
    const pages = Float64Array.of(10, 11, 12, 13, 20, 99);
    assert.deepEqual(move(machine, pid, pages, 1).status, ['EBUSY', 'EPERM', 1, 'ENOENT', 'EACCES', 'EFAULT']);
    assert.deepEqual(move(machine, pid, Float64Array.of(10), 1).status, ['EBUSY']);
    assert.deepEqual(move(machine, pid, Float64Array.of(10), 1).status, [1]);
  });

  test('calls that fail as a whole', () => {
    const machine = new FakeMachine();
    const pid = machine.spawn({ mappings: [{ startPage: 0, pages: 4 }] });
    assert.equal(move(machine, pid, Float64Array.of(0), 7).errno, 'ENODEV');
    machine.fill(1, 1);
    assert.deepEqual(move(machine, pid, pagesFrom(0, 2), 1), { result: -1, errno: 'ENOMEM', status: [1, 'unset'] });
    machine.pages.failCalls('EPERM');
    assert.equal(move(machine, pid, Float64Array.of(0), 1).errno, 'EPERM');
    assert.equal(move(machine, pid, Float64Array.of(0), 1).errno, '');
    machine.exit(pid);
    assert.equal(move(machine, pid, Float64Array.of(0), 1).errno, 'ESRCH');
    assert.throws(() => machine.pages.queryNodes(pid, Float64Array.of(0), new Int32Array(1)), { code: 'ESRCH' });
  });

  test('a huge page moves whole; named base page by base page it answers EBUSY once', () => {
    const machine = new FakeMachine();
    const pid = machine.spawn({ mappings: [{ startPage: 512, pages: 1024, kind: PageKind.anonHuge }] });
    assert.deepEqual(move(machine, pid, Float64Array.of(517), 1).status, [1]);
    assert.equal(machine.pagesOn(pid, 1), 512);
    const { status } = move(machine, pid, pagesFrom(512, 512), 0);
    assert.equal(status.filter((value) => value === 'EBUSY').length, 1);
    assert.equal(status.filter((value) => value === 0).length, 511);
    assert.equal(machine.migrations(), 1024);
  });

  test('pids can be used again, and pidfds tell', () => {
    let now = 1000;
    const machine = new FakeMachine({ clock: () => now });
    const pid = machine.spawn();
    const before = machine.processes.identity(pid);
    const pidfd = machine.pages.pidfdOpen(pid);
    assert.ok(pidfd !== undefined && machine.pages.pidfdAlive(pidfd));
    machine.exit(pid);
    now += 50;
    assert.equal(machine.spawn({ pid }), pid);
    assert.equal(machine.pages.pidfdAlive(pidfd), false);
    machine.pages.pidfdClose(pidfd);
    assert.equal(machine.pages.openPidfds(), 0);
    assert.notEqual(machine.processes.identity(pid)?.startTicks, before?.startTicks);
    const kept = machine.processes.identity(pid);
    machine.exec(pid);
    assert.equal(machine.processes.identity(pid)?.startTicks, kept?.startTicks);
    assert.notEqual(machine.processes.identity(pid)?.startStack, kept?.startStack);
  });

  test('touches show as Referenced bytes and as DAMON regions with growing age', async () => {
    const machine = new FakeMachine({ maxTargets: 1 });
    const pid = machine.spawn({
      mappings: [
        { startPage: 0, pages: 100 },
        { startPage: 1000, pages: 100 },
      ],
    });
    const other = machine.spawn();
    assert.deepEqual([...(await machine.damon.watch([pid, other, 77], intervals)).keys()], [other, 77]);
    for (const age of [0, 1]) {
      machine.touch(pid, 10, 20, 0.5);
      const regions = (await machine.damon.snapshot()).get(pid);
      assert.deepEqual([...(regions?.startPage ?? [])], [0, 10, 30]);
      assert.deepEqual([...(regions?.pages ?? [])], [10, 20, 1070]);
      assert.deepEqual([...(regions?.accesses ?? [])], [0, 10, 0]);
      assert.equal(regions?.age[1], age);
    }
    assert.equal(machine.processes.referenced(pid)?.[0]?.referencedBytes, 20 * 4096);
    assert.equal(machine.processes.clearReferenced(pid), true);
    assert.equal(machine.processes.referenced(pid)?.[0]?.referencedBytes, 0);
    machine.exit(pid);
    assert.equal((await machine.damon.snapshot()).size, 0);
  });

  test('residency, topology and cgroup figures', () => {
    const machine = new FakeMachine();
    const pid = machine.spawn({
      cgroup: '/a',
      mappings: [{ startPage: 0, pages: 6, node: (i) => (i === 2 ? -1 : i > 3 ? 1 : 0), kind: PageKind.shmem }],
    });
    const runs = machine.processes.resident(pid, machine.processes.mappings(pid) ?? []);
    assert.deepEqual([...(runs?.startPage ?? [])], [0, 3]);
    assert.deepEqual([...(runs?.pages ?? [])], [2, 3]);
    assert.equal(runs?.kind[0], PageKind.shmem);
    assert.deepEqual(
      machine.host.topology().tiers.map((tier) => tier.nodes),
      [[0], [1]],
    );
    assert.equal(machine.host.numaStat('/a')?.get('anon')?.get(1), 2 * 4096);
    machine.addNode({ id: 2, pages: 100, distances: { 0: 40, 1: 30, 2: 10 } });
    assert.equal(machine.host.topology([[0], [1], [2]]).tiers.length, 3);
  });
});
