import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SysfsDamon } from '../../../services/kernel/damon.js';
import { underLock } from '../../../services/kernel/damonLock.js';
import { needsRenewal, rangesOf } from '../../../services/kernel/damonRanges.js';
import { parseRecord, readRecord } from '../../../services/kernel/damonRecord.js';
import { DamonSlots, MIGRATION_SLOTS, PHYSICAL_TARGET } from '../../../services/kernel/damonSlots.js';
import { KernelError } from '../../../services/kernel/errno.js';
import type { Mapping } from '../../../services/kernel/port.js';
import { temporary } from './fixture.js';
import { SimulatedDamon } from './simulatedDamon.js';

const intervals = { sampleUs: 5_000, aggregationUs: 100_000, updateUs: 1_000_000, minRegions: 10, maxRegions: 200 };
const COLLECTOR = { pid: 10, startTicks: 100 };
const RESTARTED = { pid: 11, startTicks: 900 };

class Crash extends Error {}

function machine(t: TestContext, maxTargets = 3, judgedMs = 0) {
  const directory = temporary(t);
  const tree = new SimulatedDamon(directory);
  for (const { pid, startTicks } of [COLLECTOR, RESTARTED]) tree.live(pid, startTicks);
  for (const pid of [50, 51, 52, 53]) tree.live(pid, 200);
  const runDir = join(directory, 'run');
  const open = (self = COLLECTOR, mappings?: (pid: number) => readonly Mapping[]) =>
    new SysfsDamon({
      ...tree,
      procRoot: tree.procRoot,
      sysRoot: tree.sysRoot,
      runDir,
      pageSize: 4096,
      maxTargets,
      judgedMs,
      files: tree,
      self,
      ...(mappings === undefined ? {} : { mappings }),
    });
  return { tree, runDir, open, record: () => readRecord(join(runDir, 'damon.json')) };
}

/** The program dies at a write: neither that write nor any after it happens, and its lock stays. */
function crashAt(tree: SimulatedDamon, when: (path: string, text: string) => boolean): void {
  let dead = false;
  tree.beforeWrite = (path, text) => {
    dead ||= when(path, text);
    if (dead) throw new Crash();
  };
}

test('one kdamond a process, snapshots by pid', async (t) => {
  const { tree, open, record } = machine(t);
  const damon = open();
  assert.equal(damon.obstacle(), undefined);
  assert.deepEqual([...(await damon.watch([50, 51], intervals))], []);
  assert.deepEqual(
    damon.kdamonds(),
    new Map([
      [50, 701],
      [51, 702],
    ]),
  );
  const found = await damon.snapshot();
  assert.deepEqual([...found.keys()], [50, 51]);
  assert.deepEqual(found.get(51), {
    startPage: Float64Array.of(51),
    pages: Float64Array.of(2),
    accesses: Uint32Array.of(3),
    age: Uint32Array.of(2),
    maxAccesses: 20,
  });
  assert.deepEqual(
    record()?.uses.map((use) => [use.slot, use.target, use.kdamond?.pid]),
    [
      [0, 50, 701],
      [1, 51, 702],
    ],
  );
  const on = tree.log.indexOf('0/state = on');
  assert.ok(on > tree.log.indexOf('0/contexts/0/targets/0/pid_target = 50'));
  assert.ok(tree.log.includes('0/contexts/0/schemes/0/access_pattern/nr_accesses/max = 4294967295'));
  await damon.stop();
  await damon.stop();
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
  assert.equal(record(), undefined);
});

test('the record is written before the table is made and before a slot is switched on', async (t) => {
  const { tree, open, record } = machine(t);
  const seen: unknown[] = [];
  tree.beforeWrite = (path, text) => {
    if (path.endsWith('nr_kdamonds')) seen.push(['table', record()?.slots]);
    if (text === 'on') seen.push(['on', record()?.uses.map((use) => [use.slot, use.target, use.kdamond])]);
  };
  await open().watch([50], intervals);
  assert.deepEqual(seen, [
    ['table', 3],
    ['on', [[0, 50, null]]],
  ]);
});

test('processes come and go, within the limit', async (t) => {
  const { tree, open } = machine(t, 2);
  const damon = open();
  const refused = await damon.watch([50, 51, 52], intervals);
  assert.deepEqual([...refused], [[52, 'All of our DAMON slots are in use.']]);
  assert.deepEqual([...(await damon.watch([51, 52], intervals))], []);
  assert.deepEqual([...damon.kdamonds().keys()], [51, 52]);
  assert.deepEqual([...(await damon.watch([51, 99], intervals)).keys()], [99]);
  tree.die(51);
  tree.stopKdamond(1);
  assert.deepEqual([...(await damon.snapshot()).keys()], []);
  assert.deepEqual([...(await damon.watch([51, 53], intervals)).keys()], [51]);
  assert.deepEqual([...(await damon.snapshot()).keys()], [53]);
});

test('other intervals restart the kdamond, the same do not', async (t) => {
  const { open } = machine(t);
  const damon = open();
  await damon.watch([50], intervals);
  await damon.watch([50], { ...intervals });
  assert.deepEqual(damon.kdamonds(), new Map([[50, 701]]));
  await damon.watch([50], { ...intervals, aggregationUs: 200_000 });
  assert.deepEqual(damon.kdamonds(), new Map([[50, 702]]));
});

function area(startPage: number, pages: number, permissions = 'rw-p'): Mapping {
  return { startPage, pages, permissions, offsetPages: 0, device: '00:00', inode: 0, path: '' };
}

test('DAMON watches what is mapped, and follows it', async (t) => {
  const { tree, open } = machine(t);
  let mapped = [area(1000, 1000), area(2100, 900), area(50_000, 90_000, '---p'), area(2 ** 30, 4000)];
  const damon = open(COLLECTOR, () => mapped);
  const ranges = () => {
    const regions = join(tree.root, '0/contexts/0/targets/0/regions');
    const figure = (i: number, name: string) => Number(tree.read(join(regions, String(i), name))) / 4096;
    return Array.from({ length: Number(tree.read(join(regions, 'nr_regions'))) }, (_, i) => [
      figure(i, 'start'),
      figure(i, 'end'),
    ]);
  };
  await damon.watch([50], intervals);
  assert.equal(tree.read(join(tree.root, '0/contexts/0/operations')), 'fvaddr');
  assert.deepEqual(ranges(), [
    [1000, 3000],
    [2 ** 30, 2 ** 30 + 4000],
  ]);
  await damon.watch([50], intervals);
  assert.ok(!tree.log.includes('0/state = commit'));
  mapped = [...mapped, area(2 ** 31, 500)];
  await damon.watch([50], intervals);
  assert.ok(tree.log.includes('0/state = commit'));
  assert.deepEqual(ranges()[2], [2 ** 31, 2 ** 31 + 500]);
  assert.deepEqual(damon.kdamonds(), new Map([[50, 701]]));
});

test('ranges: the smallest gaps are closed until they are few enough', () => {
  const mapped = [area(0, 10), area(1000, 10), area(100_000, 10), area(2 ** 40, 10)];
  assert.deepEqual(rangesOf(mapped, 10).length, 4);
  assert.deepEqual(rangesOf(mapped, 2), [
    { start: 0, end: 100_010 },
    { start: 2 ** 40, end: 2 ** 40 + 10 },
  ]);
  assert.deepEqual(rangesOf(mapped, 0), [{ start: 0, end: 2 ** 40 + 10 }]);
  assert.deepEqual(rangesOf([], 5), []);
  const one = [{ start: 0, end: 6400 }];
  assert.equal(needsRenewal(one, [{ start: 0, end: 6450 }]), false);
  assert.equal(needsRenewal(one, [{ start: 0, end: 6600 }]), true);
  assert.equal(needsRenewal(one, [{ start: 0, end: 3000 }]), true);
});

test('someone else’s table is refused and never written', async (t) => {
  const { tree, open } = machine(t);
  await tree.write(join(tree.root, 'nr_kdamonds'), '2');
  const writes = tree.log.length;
  const damon = open();
  assert.match(damon.obstacle() ?? '', /somebody else: 2 staged slots, and there is no record/);
  await assert.rejects(damon.watch([50], intervals), { code: 'EBUSY' });
  await damon.stop();
  assert.equal(tree.log.length, writes);
});

test('slots that someone else staged in our table are left alone, and so is the table', async (t) => {
  const { tree, open } = machine(t);
  const damon = open();
  await damon.watch([50], intervals);
  await tree.write(join(tree.root, '1/contexts/nr_contexts'), '1');
  assert.deepEqual([...(await damon.watch([50, 51, 52], intervals)).keys()], [52]);
  await damon.stop();
  assert.equal(tree.read(join(tree.root, '1/contexts/nr_contexts')), '1');
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '3');
  assert.equal(tree.read(join(tree.root, '0/state')), 'off');
});

test('a table made anew by someone else is not ours any more', async (t) => {
  const { tree, open } = machine(t);
  const damon = open();
  await damon.watch([50], intervals);
  await tree.write(join(tree.root, '0/state'), 'off');
  await tree.write(join(tree.root, 'nr_kdamonds'), '3');
  const writes = tree.log.length;
  assert.match(damon.obstacle() ?? '', /made anew/);
  assert.equal((await damon.snapshot()).size, 0);
  await assert.rejects(damon.watch([50], intervals), { code: 'EBUSY' });
  assert.equal(tree.log.length, writes);
});

test('our slot, switched on by someone else, is theirs', async (t) => {
  const { tree, open } = machine(t);
  const damon = open();
  await damon.watch([50], intervals);
  await tree.write(join(tree.root, '0/state'), 'off');
  await tree.write(join(tree.root, '0/state'), 'on');
  assert.deepEqual(damon.foreignKdamonds(), [702]);
  const writes = tree.log.length;
  assert.deepEqual([...(await damon.snapshot()).keys()], [], 'regions of their kdamond are not told as ours');
  assert.equal(tree.log.length, writes);
  await damon.stop();
  assert.equal(tree.read(join(tree.root, '0/state')), 'on');
});

test('while nothing changes, other slots are not looked at each time; a kdamond that is not ours any more is noticed at once', async (t) => {
  const { tree, open } = machine(t, 3, 3_600_000);
  const damon = open();
  await damon.watch([50], intervals);
  let looks = 0;
  const { read } = tree;
  tree.read = (path) => {
    if (path.endsWith('/2/state')) looks++;
    return read.call(tree, path);
  };
  await damon.watch([50], intervals);
  assert.deepEqual(damon.foreignKdamonds(), []);
  assert.equal(looks, 0);
  await tree.write(join(tree.root, '0/state'), 'off');
  await tree.write(join(tree.root, '0/state'), 'on');
  await damon.watch([50], intervals);
  assert.ok(looks > 0);
  assert.deepEqual(damon.foreignKdamonds(), [702]);
  assert.deepEqual([...damon.kdamonds().values()], [703]);
});

test('a record of another boot is none', async (t) => {
  const { tree, open } = machine(t);
  await open().watch([50], intervals);
  writeFileSync(join(tree.procRoot, 'sys/kernel/random/boot_id'), 'boot-2\n');
  assert.match(open().obstacle() ?? '', /another boot/);
});

for (const [name, at] of [
  ['before the table is made', (path: string) => path.endsWith('nr_kdamonds')],
  ['right after the table is made', (path: string) => path.endsWith('0/contexts/nr_contexts')],
  ['while a slot is staged', (path: string) => path.endsWith('/operations')],
  ['before a slot is switched on', (_: string, text: string) => text === 'on'],
  ['with one kdamond running', (path: string) => path.endsWith('1/contexts/nr_contexts')],
] as const) {
  test(`after a crash ${name} the next start takes over`, async (t) => {
    const { tree, runDir, open } = machine(t);
    crashAt(tree, at);
    await assert.rejects(open().watch([50, 51], intervals));
    tree.beforeWrite = undefined;
    tree.die(COLLECTOR.pid);
    // What the dead process could not do any more: give its lock back.
    writeFileSync(join(runDir, 'damon.lock'), JSON.stringify(COLLECTOR));
    const damon = open(RESTARTED);
    assert.equal(damon.obstacle(), undefined);
    assert.deepEqual([...(await damon.watch([50, 51, 52], intervals))], []);
    assert.deepEqual([...(await damon.snapshot()).keys()], [50, 51, 52]);
    await damon.stop();
    assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
  });
}

test('after kill -9 our running kdamonds are ours', async (t) => {
  const { tree, open } = machine(t);
  await open().watch([50, 51], intervals);
  tree.die(COLLECTOR.pid);
  const next = open(RESTARTED);
  assert.deepEqual(next.foreignKdamonds(), []);
  assert.deepEqual([...(await next.watch([52], intervals))], []);
  assert.equal(tree.read(join(tree.root, '1/state')), 'off');
  await next.stop();
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
});

test('a kernel that is busy as it is asked, whenever that is, leaves no slot of ours on, and none staged', async (t) => {
  for (let round = 0; round < 140; round++) {
    const [first, looks] = [Math.floor(round / 2), round % 2 === 0 ? 2 : 25];
    const when = `busy for ${looks} looks after ${first}`;
    const { tree, open } = machine(t);
    const damon = open();
    let asked = 0;
    assert.deepEqual([...(await damon.watch([50, 51], intervals))], []);
    tree.busy = () => ++asked > first && asked <= first + looks;
    await damon.watch([50], intervals);
    assert.deepEqual([...(await damon.snapshot()).keys()], [50], when);
    await damon.stop();
    assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0', when);
    const on = tree.log.filter((line) => line.endsWith('/state = on')).length;
    assert.equal(tree.log.filter((line) => line.endsWith('/state = off')).length, on, when);
  }
});

test('two living processes of ours share the table', async (t) => {
  const { tree, open } = machine(t);
  const collector = open();
  const actuator = open(RESTARTED);
  await Promise.all([collector.watch([50], intervals), actuator.watch([51], intervals)]);
  await collector.stop();
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '3');
  assert.deepEqual([...(await actuator.snapshot()).keys()], [51]);
  await actuator.stop();
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
});

test('a kernel without vaddr is said so, and the slot is given back', async (t) => {
  const { tree, open, record } = machine(t);
  tree.operations = 'paddr';
  const damon = open();
  await assert.rejects(damon.watch([50], intervals), { code: 'ENOTSUP', message: /CONFIG_DAMON_VADDR/ });
  assert.deepEqual(record()?.uses, []);
  await damon.stop();
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
});

test('a slot that could not be cleared when its start failed is at the next change', async (t) => {
  const { tree, open, record } = machine(t, 1);
  const damon = open();
  tree.beforeWrite = (path, text) => {
    const clearing = path.endsWith('nr_contexts') && text === '0';
    if (clearing || path.endsWith('/sample_us')) throw new KernelError('EIO', path);
  };
  await assert.rejects(damon.watch([50], intervals), { code: 'EIO' });
  assert.equal(record()?.uses.length, 1);
  tree.beforeWrite = undefined;
  assert.deepEqual([...(await damon.watch([50], intervals))], []);
});

test('the lock is held by one at a time and broken when its holder is dead', async (t) => {
  const path = join(temporary(t), 'damon.lock');
  const order: string[] = [];
  const alive = (life: { pid: number }) => life.pid !== 99;
  writeFileSync(path, JSON.stringify({ pid: 99, startTicks: 1 }));
  const hold = (self: { pid: number; startTicks: number }) =>
    underLock(path, self, alive, async () => {
      order.push(`in ${self.pid}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push(`out ${self.pid}`);
    });
  await Promise.all([hold(COLLECTOR), hold(RESTARTED)]);
  assert.deepEqual(order, ['in 10', 'out 10', 'in 11', 'out 11']);
  assert.ok(!existsSync(path));
  writeFileSync(path, JSON.stringify(COLLECTOR));
  await assert.rejects(
    underLock(path, RESTARTED, alive, async () => {}, 40),
    { code: 'EBUSY', message: /Process 10/ },
  );
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), COLLECTOR);
});

test('a record that can’t be understood is none', () => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"version":2}',
    '{"version":1,"bootId":"x","slots":1,"inodes":[],"uses":[{}]}',
  ]) {
    assert.equal(parseRecord(text), undefined);
  }
});

test('a watcher leaves a slot to migrations, and what a killed migration left is cleared', async (t) => {
  const { tree, runDir, record } = machine(t);
  const shared = { procRoot: tree.procRoot, sysRoot: tree.sysRoot, runDir, pageSize: 4096, files: tree, judgedMs: 0 };
  const watcher = new SysfsDamon({ ...shared, maxTargets: 2, migrationSlots: MIGRATION_SLOTS, self: COLLECTOR });
  const migrator = new DamonSlots({ ...shared, slots: 3, self: RESTARTED });
  await migrator.changing(async (claimed) => migrator.reserve(claimed, PHYSICAL_TARGET, 0));
  assert.deepEqual([...(await watcher.watch([50, 51, 52], intervals)).keys()], [52]);
  const owners = () => record()?.uses.map((use) => [use.slot, use.target, use.owner.pid]);
  assert.deepEqual(owners(), [
    [0, PHYSICAL_TARGET, RESTARTED.pid],
    [1, 50, COLLECTOR.pid],
    [2, 51, COLLECTOR.pid],
  ]);
  tree.die(RESTARTED.pid);
  assert.deepEqual([...(await watcher.watch([50, 51, 53], intervals)).keys()], [53], 'the slot is free, and stays so');
  assert.deepEqual(
    owners()?.map(([, target]) => target),
    [50, 51],
  );
});

test('what is let go of in a table that was made anew is not what another of ours has there', async (t) => {
  const { tree, runDir, open, record } = machine(t);
  const watcher = open();
  await watcher.watch([50], intervals);
  await tree.write(join(tree.root, '0/state'), 'off');
  await tree.write(join(tree.root, 'nr_kdamonds'), '0');
  const shared = { procRoot: tree.procRoot, sysRoot: tree.sysRoot, runDir, pageSize: 4096, files: tree, judgedMs: 0 };
  const migrator = new DamonSlots({ ...shared, slots: 3, self: RESTARTED });
  const { use } = await migrator.changing(async (claimed) => migrator.reserve(claimed, PHYSICAL_TARGET, 0));
  assert.equal(use.slot, 0);
  assert.deepEqual([...(await watcher.watch([50], intervals))], []);
  assert.deepEqual(
    record()?.uses.map(({ slot, target, owner }) => [slot, target, owner.pid]),
    [
      [0, PHYSICAL_TARGET, RESTARTED.pid],
      [1, 50, COLLECTOR.pid],
    ],
  );
});
