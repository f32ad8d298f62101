/**
 * Which source of residency works here. Told by behaviour: a kernel may take the ioctl and yield nothing.
 */
import { readBytes } from './files.js';
import { holdsPages, parseMaps } from './maps.js';
import { readPagemap } from './pagemap.js';
import { scanPagemap } from './pagemapScan.js';
import type { Mapping, ResidentRuns } from './port.js';

export type ResidentReader = (pagemapPath: string, mappings: readonly Mapping[]) => ResidentRuns | undefined;

/** PAGEMAP_SCAN where this process's own pages come out of it, else pagemap. */
export function residentReader(procRoot: string, pageSize: number): ResidentReader {
  return scanWorks(procRoot, pageSize) ? (path, mappings) => scanPagemap(path, mappings, pageSize) : readPagemap;
}

/** Scans this process's own stack and heap, of which some pages are always resident. */
function scanWorks(procRoot: string, pageSize: number): boolean {
  try {
    const bytes = readBytes(`${procRoot}/self/maps`);
    if (bytes === undefined) return false;
    const own = parseMaps(bytes, pageSize).filter(
      (mapping) => holdsPages(mapping) && (mapping.path === '[stack]' || mapping.path === '[heap]'),
    );
    const runs = scanPagemap(`${procRoot}/self/pagemap`, own, pageSize);
    return runs !== undefined && runs.startPage.length > 0;
  } catch {
    // ENOTTY before 6.7, EPERM under seccomp: either way the other source is there.
    return false;
  }
}
