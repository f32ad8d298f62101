/**
 * Runs inside a lab guest with two nodes, as root: what only a real kernel can show about the kernel room. Prints a line a
 * check; exits 1 when one failed.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoName, KernelError } from '../../services/kernel/errno.js';
import { addressOf } from '../../services/kernel/ffi.js';
import { readPagemap } from '../../services/kernel/pagemap.js';
import { scanPagemap } from '../../services/kernel/pagemapScan.js';
import { type DamonRegions, PageKind } from '../../services/kernel/port.js';
import { openKernel } from '../../services/kernel/real.js';
import {
  children,
  end,
  exerciser,
  heat,
  pagesFrom,
  pagesOf,
  soon,
  tally,
  type Workload,
  workload,
} from './kernel.watched.js';

const PAGE = 4096;
const HUGE = '/sys/kernel/mm/transparent_hugepage/enabled';
const KDAMONDS = '/sys/kernel/mm/damon/admin/kdamonds';
const intervals = { sampleUs: 5_000, aggregationUs: 100_000, updateUs: 1_000_000, minRegions: 10, maxRegions: 200 };

const runDir = mkdtempSync(join(tmpdir(), 'kernel-'));
const kernel = openKernel({ runDir, maxTargets: 4 });
let failures = 0;

async function check(name: string, body: () => void | Promise<void>): Promise<void> {
  const began = performance.now();
  try {
    await body();
    console.log(`ok ${name} (${Math.round(performance.now() - began)} ms)`);
  } catch (error) {
    failures += 1;
    console.log(`FAILED ${name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function move(pid: number, pages: Float64Array, node: number) {
  const status = new Int32Array(pages.length);
  return { ...kernel.pages.movePages(pid, pages, node, status), counts: tally(status) };
}

function query(pid: number, pages: Float64Array): Record<string, number> {
  const status = new Int32Array(pages.length);
  kernel.pages.queryNodes(pid, pages, status);
  return tally(status);
}

/** Its accesses take the emulated processor from whatever else is measured: only who looks for them lets it work. */
async function working(loads: readonly Workload[], body: () => Promise<void>): Promise<void> {
  for (const each of loads) process.kill(each.pid, 'SIGCONT');
  await body();
  for (const each of loads) process.kill(each.pid, 'SIGSTOP');
}

writeFileSync(HUGE, 'never');
const load = await workload(64, 16);
const second = await workload(16, 16);
for (const each of [load, second]) process.kill(each.pid, 'SIGSTOP');

await check('topology: two tiers', () => {
  const topology = kernel.host.topology();
  assert.deepEqual(topology.tiers, [
    { rank: 0, nodes: [0] },
    { rank: 1, nodes: [1] },
  ]);
});

await check('move_pages takes pages to another node and back', () => {
  const pages = pagesFrom(load.startPage, 2048);
  assert.deepEqual(query(load.pid, pages), { '0': 2048 });
  const before = kernel.host.vmCounters().get('pgmigrate_success') ?? 0;
  assert.deepEqual(move(load.pid, pages, 1), { result: 0, errno: 0, counts: { '1': 2048 } });
  assert.deepEqual(query(load.pid, pages), { '1': 2048 });
  assert.ok((kernel.host.vmCounters().get('pgmigrate_success') ?? 0) - before >= 2048);
  assert.deepEqual(move(load.pid, pages, 1), { result: 0, errno: 0, counts: { '1': 2048 } });
  assert.deepEqual(move(load.pid, pages, 0), { result: 0, errno: 0, counts: { '0': 2048 } });
});

await check('statuses and errors by name', () => {
  const touched = new Uint8Array(1);
  assert.deepEqual(query(load.pid, Float64Array.of(1)), { EFAULT: 1 });
  const untouched = kernel.processes.mappings(process.pid)?.find((mapping) => mapping.path === '[stack]');
  assert.ok(untouched);
  const reserve = new Uint8Array(4 * 2 ** 20);
  const fresh = Math.ceil(addressOf(reserve) / PAGE) + 8;
  assert.deepEqual(query(process.pid, Float64Array.of(fresh)), { ENOENT: 1 });
  assert.deepEqual(move(process.pid, Float64Array.of(fresh), 1).counts, { ENOENT: 1 });
  const text = kernel.processes.mappings(load.pid)?.find((m) => m.path.endsWith('/node') && m.permissions === 'r-xp');
  assert.ok(text);
  // Two processes and this one map the text of node.
  const shared = pagesFrom(text.startPage, Math.min(64, text.pages));
  const counts = move(load.pid, shared, 1).counts;
  assert.ok((counts['EACCES'] ?? 0) > 0, JSON.stringify(counts));
  assert.equal(errnoName(move(load.pid, pagesFrom(load.startPage, 1), 7).errno), 'ENODEV');
  assert.equal(touched.length, 1);
});

await check('a full node refuses with ENOMEM', async () => {
  const node = kernel.host.topology().nodes.find((found) => found.id === 1);
  assert.ok(node);
  const filler = await workload(Math.ceil(node.freeBytes / 2 ** 20) + 40, 1);
  const pages = pagesFrom(filler.startPage, filler.pages);
  let refused = '';
  for (let at = 0; at < pages.length && refused === ''; at += 2048) {
    const batch = pages.subarray(at, at + 2048);
    const moved = move(filler.pid, batch, 1);
    if (moved.errno !== 0 || (moved.counts['1'] ?? 0) < batch.length) refused = JSON.stringify(moved);
  }
  console.log(`  a full node answers: ${refused}`);
  assert.match(refused, /12|ENOMEM/);
  await end(filler.child);
});

await check('huge pages move whole', async () => {
  writeFileSync(HUGE, 'always');
  const huge = await workload(32, 1);
  writeFileSync(HUGE, 'never');
  const mappings = kernel.processes.mappings(huge.pid) ?? [];
  const runs = kernel.processes.resident(huge.pid, mappings);
  assert.ok(runs);
  const at = runs.kind.findIndex((kind, i) => kind === PageKind.anonHuge && (runs.pages[i] ?? 0) >= 512);
  assert.ok(at >= 0, 'no huge run found');
  const head = runs.startPage[at] ?? 0;
  assert.equal(head % 512, 0);
  assert.deepEqual(move(huge.pid, Float64Array.of(head), 1).counts, { '1': 1 });
  assert.deepEqual(query(huge.pid, pagesFrom(head, 512)), { '1': 512 });
  const all = move(huge.pid, pagesFrom(head, 512), 0);
  console.log(`  every base page of a huge page: ${JSON.stringify(all)}`);
  assert.deepEqual(query(huge.pid, pagesFrom(head, 512)), { '0': 512 });
  await end(huge.child);
});

await check('PAGEMAP_SCAN and pagemap agree', () => {
  // A stopped process changes nothing between the two looks.
  const mappings = kernel.processes.mappings(second.pid) ?? [];
  const path = `/proc/${second.pid}/pagemap`;
  const scanned = pagesOf(scanPagemap(path, mappings, PAGE));
  const read = pagesOf(readPagemap(path, mappings));
  const onlyRead = [...read].filter(([page]) => !scanned.has(page));
  const onlyScanned = [...scanned].filter(([page, kind]) => read.get(page) !== kind);
  console.log(`  ${scanned.size} pages scanned, ${read.size} read`);
  assert.deepEqual(onlyScanned, []);
  // What pagemap has beyond is the zero page, which the scan leaves out: query gives EFAULT or ENOENT for it.
  const zero = query(second.pid, Float64Array.from(onlyRead.map(([page]) => page)));
  assert.deepEqual(
    Object.keys(zero).filter((name) => name !== 'EFAULT' && name !== 'ENOENT'),
    [],
    JSON.stringify(zero),
  );
});

await check('clear_refs and Referenced are exact', async () => {
  const idle = await workload(32, 0);
  const mappingOf = () =>
    kernel.processes
      .referenced(idle.pid)
      ?.find(
        ({ mapping }) => mapping.startPage <= idle.startPage && idle.startPage < mapping.startPage + mapping.pages,
      );
  assert.equal(mappingOf()?.residentBytes, 32 * 2 ** 20 + PAGE);
  assert.ok(kernel.processes.clearReferenced(idle.pid));
  assert.equal(mappingOf()?.referencedBytes, 0);
  await end(idle.child);
  assert.ok(kernel.processes.clearReferenced(load.pid));
  await working([load], () => sleep(1_500));
  const hot = kernel.processes
    .referenced(load.pid)
    ?.find(({ mapping }) => mapping.startPage <= load.startPage && load.startPage < mapping.startPage + mapping.pages);
  assert.equal(hot?.referencedBytes, load.hotPages * PAGE);
});

await check('identity and pidfd tell a dead process', async () => {
  const brief = await workload(1, 0);
  const identity = kernel.processes.identity(brief.pid);
  assert.ok(identity && identity.startTicks > 0 && identity.exeInode > 0 && identity.startStack !== '0');
  assert.deepEqual(kernel.processes.identity(brief.pid), identity);
  const pidfd = kernel.pages.pidfdOpen(brief.pid);
  assert.ok(pidfd !== undefined);
  assert.equal(kernel.pages.pidfdAlive(pidfd), true);
  await end(brief.child);
  assert.equal(kernel.pages.pidfdAlive(pidfd), false);
  kernel.pages.pidfdClose(pidfd);
  assert.equal(kernel.pages.pidfdOpen(brief.pid), undefined);
  assert.equal(kernel.processes.identity(brief.pid), undefined);
  assert.equal(kernel.processes.mappings(brief.pid), undefined);
  assert.equal(errnoName(move(brief.pid, pagesFrom(brief.startPage, 1), 1).errno), 'ESRCH');
  assert.throws(() => query(brief.pid, pagesFrom(brief.startPage, 1)), KernelError);
});

await check('DAMON is refused on a table that someone else has staged', async () => {
  writeFileSync(`${KDAMONDS}/nr_kdamonds`, '1');
  assert.match(kernel.damon.obstacle() ?? '', /in use by somebody else/);
  await assert.rejects(kernel.damon.watch([load.pid], intervals), { code: 'EBUSY' });
  assert.equal(readFileSync(`${KDAMONDS}/nr_kdamonds`, 'utf8'), '1\n');
  writeFileSync(`${KDAMONDS}/nr_kdamonds`, '0');
  assert.equal(kernel.damon.obstacle(), undefined);
});

/** Watches until a range of a process is found hot and the rest of its memory is not; regions settle within seconds. */
async function settle(of: Workload, coldStartPage: number, coldPages: number): Promise<void> {
  let hot = 0;
  let cold = 1;
  // How many turns it takes depends on the emulated processor.
  for (let i = 0; i < 15 && (hot < 0.15 || cold > hot / 4); i += 1) {
    await sleep(1_000);
    const began = performance.now();
    const regions = (await kernel.damon.snapshot()).get(of.pid);
    assert.ok(regions);
    hot = heat(regions, of.startPage, of.hotPages);
    cold = heat(regions, coldStartPage, coldPages);
    const ms = Math.round(performance.now() - began);
    console.log(`  hot ${hot.toFixed(2)} cold ${cold.toFixed(2)}, ${regions.startPage.length} regions, ${ms} ms`);
  }
  assert.ok(hot >= 0.15 && cold <= hot / 4, `hot ${hot}, cold ${cold}`);
}

const dense = await exerciser(32, 96);

await check('DAMON finds the hot ranges of two processes and tells them apart', async () => {
  const refused = await kernel.damon.watch([dense.pid, second.pid], intervals);
  assert.deepEqual([...refused], []);
  assert.equal(kernel.damon.kdamonds().size, 2);
  await working([second], () => settle(dense, dense.startPage + dense.hotPages + 256, dense.pages));
  process.kill(dense.pid, 'SIGSTOP');
  assert.ok((kernel.damon.cpuSeconds() ?? 0) > 0);
});

await check('DAMON finds the hot range of a process with many gaps in its address space', async () => {
  assert.deepEqual([...(await kernel.damon.watch([dense.pid, load.pid, second.pid], intervals))], []);
  await working([load], () => settle(load, load.startPage + load.hotPages, load.pages - load.hotPages));
  assert.deepEqual([...(await kernel.damon.watch([dense.pid, second.pid], intervals))], []);
});

await check('mappings that come later are watched too', async () => {
  const before = (await kernel.damon.snapshot()).get(dense.pid);
  assert.deepEqual([...(await kernel.damon.watch([dense.pid, second.pid, process.pid], intervals))], []);
  const late = new Uint8Array(256 * 2 ** 20);
  const page = Math.ceil(addressOf(late) / PAGE);
  const own = () => kernel.damon.snapshot().then((found) => found.get(process.pid));
  const watches = (regions: DamonRegions | undefined) =>
    regions?.startPage.some((start, i) => start <= page + 1000 && page + 1000 < start + (regions.pages[i] ?? 0));
  assert.equal(watches(await own()), false);
  await kernel.damon.watch([dense.pid, second.pid, process.pid], intervals);
  assert.ok(await soon(async () => watches(await own()) === true), 'the mapping is watched');
  assert.ok(before && late.length > 0);
  await kernel.damon.watch([dense.pid, second.pid], intervals);
});

await check('a watched process that dies leaves the snapshot, and its slot serves another', async () => {
  await end(second.child);
  const left = async () => [...(await kernel.damon.snapshot()).keys()];
  assert.ok(await soon(async () => (await left()).length === 1));
  assert.deepEqual(await left(), [dense.pid]);
  const third = await workload(8, 8);
  assert.deepEqual([...(await kernel.damon.watch([dense.pid, third.pid], intervals))], []);
  assert.deepEqual([...(await kernel.damon.snapshot()).keys()].sort(), [dense.pid, third.pid].sort());
  const refused = await kernel.damon.watch([dense.pid, second.pid], intervals);
  assert.deepEqual([...refused.keys()], [second.pid]);
  await end(third.child);
});

await check('after kill -9 the next start takes the table back', async () => {
  await kernel.damon.stop();
  assert.equal(readFileSync(`${KDAMONDS}/nr_kdamonds`, 'utf8'), '0\n');
  const url = new URL('../../services/kernel/real.js', import.meta.url);
  const script = `import { openKernel } from '${url.href}';
    await openKernel({ runDir: '${runDir}', maxTargets: 4 }).damon.watch([${dense.pid}], ${JSON.stringify(intervals)});
    console.log('watching'); setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(other);
  await once(other.stdout, 'data');
  assert.equal(kernel.damon.obstacle(), undefined);
  await end(other);
  assert.equal(readFileSync(`${KDAMONDS}/0/state`, 'utf8'), 'on\n');
  assert.equal(kernel.damon.obstacle(), undefined);
  assert.deepEqual(kernel.host.otherControllers().foreignKdamonds, []);
  assert.deepEqual([...(await kernel.damon.watch([dense.pid], intervals))], []);
  assert.deepEqual([...(await kernel.damon.snapshot()).keys()], [dense.pid]);
  await kernel.damon.stop();
  await kernel.damon.stop();
  assert.equal(readFileSync(`${KDAMONDS}/nr_kdamonds`, 'utf8'), '0\n');
});

for (const child of children) await end(child);
console.log(failures === 0 ? 'all checks passed' : `${failures} checks failed`);
process.exit(failures === 0 ? 0 : 1);
