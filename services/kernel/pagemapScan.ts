/**
 * Residency by the PAGEMAP_SCAN ioctl [6.7]: the kernel itself gathers pages into regions, three times as fast as reading
 * pagemap, and it knows huge pages and the zero page (include/uapi/linux/fs.h, fs/proc/task_mmu.c).
 */
import { closeSync, openSync } from 'node:fs';
import { asKernelError, errnoName, KernelError } from './errno.js';
import { addressOf, syscall } from './ffi.js';
import { isAbsent } from './files.js';
import { holdsPages } from './maps.js';
import type { Mapping, ResidentRuns } from './port.js';
import { pageKind, RunColumns } from './runs.js';
import { syscallNumbers } from './syscallNumbers.js';

/** _IOWR('f', 16, struct pm_scan_arg of 96 bytes). */
const PAGEMAP_SCAN = 0xc060_6610;
const ARGUMENT_BYTES = 96;
const PAGE_IS_FILE = 1 << 2;
const PAGE_IS_PRESENT = 1 << 3;
const PAGE_IS_PFNZERO = 1 << 5;
const PAGE_IS_HUGE = 1 << 6;
/** struct page_region: start, end and categories, eight bytes each. */
const REGION_WORDS = 6;
const REGIONS_A_CALL = 4096;
const TWO_32 = 2 ** 32;

/** Offsets into struct pm_scan_arg, in 32-bit words. */
const AT = {
  size: 0,
  start: 4,
  end: 6,
  walkEnd: 8,
  vec: 10,
  vecLength: 12,
  inverted: 16,
  mask: 18,
  returned: 22,
} as const;

/** Reused from scan to scan: a scan never yields. */
let argument: Uint32Array | undefined;
const regions = new Uint32Array(REGIONS_A_CALL * REGION_WORDS);

/**
 * Resident runs of a process; undefined when it is gone. Throws a KernelError when it may not be read, with ENOTTY where
 * the kernel has no such ioctl. `path` is that of its pagemap file.
 */
export function scanPagemap(path: string, mappings: readonly Mapping[], pageSize: number): ResidentRuns | undefined {
  const held = mappings.filter(holdsPages);
  const last = held[held.length - 1];
  const columns = new RunColumns();
  if (held[0] === undefined || last === undefined) return columns.take();
  const end = last.startPage + last.pages;
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    let mappingAt = 0;
    // Each round ends behind where it began, or the loop stops.
    for (let from = held[0].startPage; from < end; ) {
      const { count, walkedTo } = scan(fd, path, from, end, pageSize);
      for (let i = 0; i < count; i += 1) mappingAt = addRegion(columns, held, mappingAt, i, pageSize);
      if (walkedTo <= from) break;
      from = walkedTo;
    }
    return columns.take();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw asKernelError(error, path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** One ioctl. Present pages except the zero page, which is no memory of the process and can't be moved. */
function scan(fd: number, path: string, from: number, end: number, pageSize: number) {
  argument ??= new Uint32Array(ARGUMENT_BYTES / 4);
  argument.fill(0);
  argument[AT.size] = ARGUMENT_BYTES;
  putPair(argument, AT.start, from * pageSize);
  putPair(argument, AT.end, end * pageSize);
  putPair(argument, AT.vec, addressOf(regions));
  argument[AT.vecLength] = REGIONS_A_CALL;
  argument[AT.inverted] = PAGE_IS_PFNZERO;
  argument[AT.mask] = PAGE_IS_PRESENT | PAGE_IS_PFNZERO;
  argument[AT.returned] = PAGE_IS_FILE | PAGE_IS_HUGE;
  const count = syscall(syscallNumbers().ioctl, fd, PAGEMAP_SCAN, argument);
  if (count < 0) throw new KernelError(errnoName(count), `PAGEMAP_SCAN of ${path}`);
  return { count, walkedTo: pair(argument, AT.walkEnd) / pageSize };
}

/** Cuts one region along the mappings it lies in, and answers with the mapping at which the next one may begin. */
function addRegion(
  columns: RunColumns,
  held: readonly Mapping[],
  first: number,
  region: number,
  pageSize: number,
): number {
  const at = region * REGION_WORDS;
  const start = pair(regions, at) / pageSize;
  const end = pair(regions, at + 2) / pageSize;
  const categories = regions[at + 4] ?? 0;
  let index = first;
  for (; index < held.length; index += 1) {
    const mapping = held[index];
    if (mapping === undefined || mapping.startPage >= end) break;
    const from = Math.max(start, mapping.startPage);
    const to = Math.min(end, mapping.startPage + mapping.pages);
    if (from < to) {
      const kind = pageKind(mapping, (categories & PAGE_IS_FILE) !== 0, (categories & PAGE_IS_HUGE) !== 0);
      columns.add(from, to - from, kind);
    }
    if (mapping.startPage + mapping.pages > end) break;
  }
  return index;
}

function pair(words: Uint32Array, at: number): number {
  return (words[at + 1] ?? 0) * TWO_32 + (words[at] ?? 0);
}

function putPair(words: Uint32Array, at: number, value: number): void {
  words[at] = value >>> 0;
  words[at + 1] = Math.floor(value / TWO_32);
}
