/**
 * Runs inside a lab guest with two nodes, as root: page frames migrated by DAMOS on a table that is shared with a watcher.
 * Prints what it found as one line of JSON; asserts are the caller's.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sysfsFiles } from '../../services/kernel/damonFiles.js';
import type { PageRange } from '../../services/kernel/damonRanges.js';
import { Damos } from '../../services/kernel/damos.js';
import { addressOf } from '../../services/kernel/ffi.js';
import { openKernel } from '../../services/kernel/real.js';

const PAGE = 4096;
const PAGES = 2048;
const MOST_RANGES = 16;
const KDAMONDS = '/sys/kernel/mm/damon/admin/kdamonds';
const intervals = { sampleUs: 5_000, aggregationUs: 100_000, updateUs: 1_000_000, minRegions: 10, maxRegions: 100 };

const runDir = mkdtempSync(join(tmpdir(), 'damos-'));
const kernel = openKernel({ runDir, maxTargets: 2 });
const damos = new Damos({ procRoot: '/proc', sysRoot: '/sys', runDir, pageSize: PAGE, slots: 3, files: sysfsFiles });
const memory = Buffer.alloc((PAGES + 1) * PAGE, 7);
const firstPage = Math.ceil(Number(addressOf(memory)) / PAGE);
const addresses = Float64Array.from({ length: PAGES }, (_, i) => firstPage + i);

function nodes(): Int32Array {
  const status = new Int32Array(PAGES);
  kernel.pages.queryNodes(process.pid, addresses, status);
  return status;
}

/** Page frames by page (Documentation/admin-guide/mm/pagemap.rst: bits 0-54). */
function frames(): Float64Array {
  const entries = Buffer.alloc(PAGES * 8);
  const fd = openSync('/proc/self/pagemap', 'r');
  readSync(fd, entries, 0, entries.length, firstPage * 8);
  closeSync(fd);
  return Float64Array.from(addresses, (_, i) => Number(entries.readBigUInt64LE(i * 8) & ((1n << 55n) - 1n)));
}

function rangesOn(node: number): PageRange[] {
  const where = nodes();
  const sorted = frames()
    .filter((_, i) => where[i] === node)
    .sort();
  const ranges: PageRange[] = [];
  for (const frame of sorted) {
    const last = ranges.at(-1);
    if (last?.end === frame) ranges[ranges.length - 1] = { start: last.start, end: frame + 1 };
    else ranges.push({ start: frame, end: frame + 1 });
  }
  ranges.sort((a, b) => b.end - b.start - (a.end - a.start));
  return ranges.slice(0, MOST_RANGES).sort((a, b) => a.start - b.start);
}

const onNode = (node: number): number => nodes().filter((each) => each === node).length;
const sizeOfTable = (): number => Number(readFileSync(`${KDAMONDS}/nr_kdamonds`, 'utf8'));
const migratedByVmstat = (): number =>
  Number(/^pgmigrate_success (\d+)/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1]);

async function moved(fromNode: number, toNode: number, action: 'migrate_cold' | 'migrate_hot') {
  const ranges = rangesOn(fromNode);
  const pages = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const [before, vmstat] = [onNode(toNode), migratedByVmstat()];
  const migrated = await damos.migrate({ ranges, toNode, action });
  const arrived = onNode(toNode) - before;
  return { ranges: ranges.length, pages, ...migrated, arrived, vmstat: migratedByVmstat() - vmstat };
}

const down = await moved(0, 1, 'migrate_cold');
const tableAfterAlone = sizeOfTable();
await kernel.damon.watch([process.pid], intervals);
const tableShared = sizeOfTable();
const up = await moved(1, 0, 'migrate_hot');
const watchedStill = [...kernel.damon.kdamonds().keys()].length;
await sleep(1);
await kernel.damon.stop();
const intact = memory.every((byte) => byte === 7);
console.log(
  JSON.stringify({ down, tableAfterAlone, tableShared, up, watchedStill, tableAtEnd: sizeOfTable(), intact }),
);
