import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openRecorded } from '../../../services/kernel/real.js';
import { parseStat, parseStatMarks } from '../../../services/kernel/stat.js';
import { contents, copyOf, fixture } from './fixture.js';

const SAMPLE = 4242;
const KTHREADD = 2;

for (const machine of ['one-node-6.18', 'two-nodes-6.12', 'three-nodes-6.12'] as const) {
  describe(`recorded ${machine}`, () => {
    const kernel = openRecorded(fixture(machine));

    test('nodes have memory, CPUs, distances and watermarks', () => {
      const { nodes } = kernel.host.topology();
      for (const node of nodes) {
        assert.ok(node.totalBytes > 100 * 2 ** 20 && node.freeBytes > 0 && node.freeBytes < node.totalBytes);
        assert.equal(node.cpus.length > 0, node.id === 0);
        assert.equal(node.distances.get(node.id), 10);
        assert.equal(node.distances.size, nodes.length);
        assert.ok(node.kernelTier !== undefined);
        const marks = node.watermarks;
        assert.ok(marks && marks.minBytes > 0 && marks.minBytes < marks.lowBytes && marks.lowBytes < marks.highBytes);
        assert.ok(marks.highBytes < node.totalBytes / 10);
      }
    });

    test('host facts', () => {
      assert.equal(kernel.host.bootId(), '01234567-89ab-4cde-8f01-23456789abcd');
      assert.equal(kernel.host.machineId(), '0123456789abcdef0123456789abcdef');
      assert.ok(kernel.host.kernelRelease().startsWith(machine.slice(-4)));
      assert.ok(kernel.host.capabilities().has('CAP_SYS_PTRACE'));
      const counters = kernel.host.vmCounters();
      assert.ok(counters.has('pgmigrate_success') && counters.has('workingset_refault_anon'));
      assert.ok(!counters.has('nr_free_pages'));
      assert.equal(kernel.host.otherControllers().demotionEnabled, false);
    });

    test('a process whose name holds spaces and parentheses', () => {
      const facts = kernel.processes.facts(SAMPLE);
      assert.ok(facts);
      assert.equal(facts.name, 'a b) (c');
      assert.equal(facts.command, '/tmp/sample/a b) (c 60');
      assert.equal(facts.cgroup, '/');
      assert.equal(facts.kernelThread, false);
      assert.equal(facts.uid, 0);
      assert.ok(facts.parent > 1 && facts.identity.startTicks > 0);
      assert.match(facts.identity.startStack, /^\d{10,}$/);
    });

    test('a kernel thread', () => {
      const facts = kernel.processes.facts(KTHREADD);
      assert.equal(facts?.name, 'kthreadd');
      assert.equal(facts?.kernelThread, true);
      assert.equal(facts?.command, '');
    });

    test('maps and smaps tell of the same mappings', () => {
      const mappings = kernel.processes.mappings(SAMPLE);
      const referenced = kernel.processes.referenced(SAMPLE);
      assert.ok(mappings && referenced && referenced.length > 5);
      assert.deepEqual(
        referenced.map((entry) => entry.mapping),
        mappings.slice(0, referenced.length),
      );
      for (const { mapping, referencedBytes, residentBytes } of referenced) {
        assert.ok(referencedBytes <= residentBytes && residentBytes <= mapping.pages * 4096);
      }
      assert.ok(referenced.some((entry) => entry.residentBytes > 0));
      assert.equal(mappings[0]?.path, '/tmp/sample/a b) (c');
      assert.ok(mappings.some((mapping) => mapping.path === '[heap]' && mapping.inode === 0));
    });

    test('what is absent is undefined', () => {
      assert.equal(kernel.processes.facts(1), undefined);
      assert.equal(kernel.processes.identity(1), undefined);
      assert.equal(kernel.processes.mappings(1), undefined);
      assert.equal(kernel.processes.referenced(1), undefined);
      assert.equal(kernel.processes.resident(SAMPLE, kernel.processes.mappings(SAMPLE) ?? []), undefined);
      assert.equal(kernel.processes.clearReferenced(SAMPLE), false);
      assert.equal(kernel.host.numaStat('/none'), undefined);
      assert.equal(kernel.host.numaStat('/../..'), undefined);
      assert.deepEqual(kernel.processes.pids(), [KTHREADD, SAMPLE]);
    });

    test('page calls are refused', () => {
      assert.throws(() => kernel.pages.queryNodes(SAMPLE, Float64Array.of(1), new Int32Array(1)), { code: 'ENOSYS' });
    });
  });
}

test('a DAMON table without a record is someone else’s, and nothing is written', async (t) => {
  const directory = copyOf(t, 'one-node-6.18');
  const before = contents(directory);
  const { damon, host } = openRecorded(directory);
  assert.match(damon.obstacle() ?? '', /in use by somebody else: 1 running kdamond.* no record/);
  const intervals = { sampleUs: 5000, aggregationUs: 100_000, updateUs: 1_000_000, minRegions: 10, maxRegions: 100 };
  await assert.rejects(damon.watch([SAMPLE], intervals), { code: 'EBUSY' });
  await damon.stop();
  assert.deepEqual(contents(directory), before);
  assert.deepEqual(host.otherControllers().numaBalancing, 0);
  rmSync(`${directory}/sys/kernel/mm/damon`, { recursive: true });
  assert.match(damon.obstacle() ?? '', /CONFIG_DAMON_SYSFS/);
});

test('what waits for memory and what waits for a CPU are told apart', () => {
  const { host } = openRecorded(fixture('two-nodes-6.12'));
  assert.deepEqual([host.memoryPressure()?.someAvg10, host.cpuPressure()?.someAvg10], [0, 0.259]);
});

test('the machine without PSI or NUMA balancing files says undefined', () => {
  const { host } = openRecorded(fixture('two-sockets-cxl'));
  assert.deepEqual([host.memoryPressure(), host.cpuPressure()], [undefined, undefined]);
  assert.equal(host.otherControllers().numaBalancing, undefined);
  assert.equal(host.otherControllers().demotionEnabled, undefined);
});

test('text that is no stat line', () => {
  for (const text of ['', '1 (x', '1 (x) S 1 2']) {
    assert.equal(parseStat(text), undefined);
    assert.equal(parseStatMarks(Buffer.from(text)), undefined);
  }
});

test('marks of a process are what the whole line says, whatever its name', () => {
  const field = fc.bigInt(0n, 2n ** 64n - 1n);
  const fields = fc.array(field, { minLength: 1, maxLength: 52 });
  fc.assert(
    fc.property(
      fc.nat(),
      fc.string(),
      fields,
      fc.nat(2 ** 32 - 1),
      fc.nat(2 ** 40),
      fc.constantFrom('R', 'S', 'D', 'Z', 'X'),
      fc.nat(3),
      (pid, name, rest, flags, ticks, state, threads) => {
        const all = rest.map(String);
        if (all.length > 5) all[5] = String(flags);
        if (all.length > 16) all[16] = String(threads);
        if (all.length > 18) all[18] = String(ticks);
        const line = `${pid} (${name}) ${state} ${all.join(' ')}\n`;
        const { kernelThread, startTicks, startStack, gone } = parseStat(line) ?? {};
        const marks = parseStatMarks(Buffer.from(line));
        assert.deepEqual(marks ?? {}, marks ? { kernelThread, startTicks, startStack, gone } : {});
        assert.equal(marks === undefined, startStack === undefined);
      },
    ),
  );
});

test('a process that has ended is gone, whether or not its parent has asked after it; one with threads left is not', () => {
  const stat = (state: string, threads: number) => {
    const fields = Array<number>(49).fill(0);
    fields[16] = threads;
    return `7 (a) ${state} ${fields.join(' ')}\n`;
  };
  const gone = (state: string, threads: number) => parseStat(stat(state, threads))?.gone;
  assert.deepEqual([gone('Z', 1), gone('Z', 0), gone('X', 1)], [true, true, true]);
  assert.deepEqual([gone('Z', 2), gone('D', 1), gone('S', 3)], [false, false, false]);
});
