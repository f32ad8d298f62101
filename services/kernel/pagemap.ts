/**
 * Residency by /proc/PID/pagemap: eight bytes a page, of which the high word says enough (Documentation/admin-guide/mm/
 * pagemap.rst). Works on every kernel. Page frame numbers, which need CAP_SYS_ADMIN, are not used.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { asKernelError } from './errno.js';
import { isAbsent } from './files.js';
import { holdsPages } from './maps.js';
import type { Mapping, ResidentRuns } from './port.js';
import { pageKind, RunColumns } from './runs.js';

const ENTRY_BYTES = 8;
/** 512 KiB a read: larger ones gain nothing, the time goes into the kernel's page walk. */
const CHUNK_PAGES = 65_536;
/** Bits 63 (present) and 61 (file page or shared anonymous memory) within the high word. */
const PRESENT = 0x8000_0000;
const FILE = 0x2000_0000;

/**
 * Adds the resident pages among `count` pagemap entries to the columns. `words` holds them as low and high word by
 * turns; `firstPage` is the page of the first entry.
 */
export function addPagemapEntries(
  columns: RunColumns,
  mapping: Mapping,
  firstPage: number,
  words: Uint32Array,
  count: number,
): void {
  const anonymous = pageKind(mapping, false, false);
  const ofFile = pageKind(mapping, true, false);
  for (let i = 0; i < count; ) {
    const state = (words[2 * i + 1] ?? 0) & (PRESENT | FILE);
    let end = i + 1;
    while (end < count && ((words[2 * end + 1] ?? 0) & (PRESENT | FILE)) === state) end += 1;
    if ((state & PRESENT) !== 0) columns.add(firstPage + i, end - i, (state & FILE) === 0 ? anonymous : ofFile);
    i = end;
  }
}

/**
 * Resident runs of a process; undefined when it is gone. Throws a KernelError when it may not be read. `path` is that of
 * its pagemap file.
 */
export function readPagemap(path: string, mappings: readonly Mapping[]): ResidentRuns | undefined {
  const columns = new RunColumns();
  const words = new Uint32Array(CHUNK_PAGES * 2);
  const bytes = new Uint8Array(words.buffer);
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    for (const mapping of mappings) {
      if (!holdsPages(mapping)) continue;
      for (let done = 0; done < mapping.pages; ) {
        const wanted = Math.min(CHUNK_PAGES, mapping.pages - done);
        const firstPage = mapping.startPage + done;
        const got = readSync(fd, bytes, 0, wanted * ENTRY_BYTES, firstPage * ENTRY_BYTES);
        // Nothing more comes of an address space that has gone away meanwhile.
        if (got < ENTRY_BYTES) break;
        const count = Math.floor(got / ENTRY_BYTES);
        addPagemapEntries(columns, mapping, firstPage, words, count);
        done += count;
      }
    }
    return columns.take();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw asKernelError(error, path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
