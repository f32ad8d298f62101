/**
 * Parsers of counters: /proc/vmstat, /proc/zoneinfo, node meminfo, pressure files and memory.numa_stat.
 */
import type { NumaStat, Pressure, VmCounters } from './port.js';

/** Counters of /proc/vmstat that tiering reads: migrations, demotions and promotions, NUMA balancing, refaults, reclaim. */
const SELECTED =
  /^(pgmigrate_|pgdemote_|pgpromote_|numa_|thp_migration_|workingset_refault|pgscan_|pgsteal_|pswp|pgmajfault$|pgfault$|allocstall_|oom_kill$)/;

/** The selected counters, e.g. `pgmigrate_success`. Pages or events since boot. */
export function parseVmstat(text: string): VmCounters {
  const counters = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [name, value] = line.split(' ');
    if (name !== undefined && value !== undefined && SELECTED.test(name)) counters.set(name, Number(value));
  }
  return counters;
}

export interface Watermarks {
  readonly minBytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
}

/** Watermarks by node: sums over the node's zones (zoneinfo_show_print in mm/vmstat.c). */
export function parseZoneinfo(text: string, pageSize: number): ReadonlyMap<number, Watermarks> {
  const byNode = new Map<number, { minBytes: number; lowBytes: number; highBytes: number }>();
  let current = { minBytes: 0, lowBytes: 0, highBytes: 0 };
  // Only the lines between `pages free` and `spanned` are watermarks; pagesets have a `high:` of their own.
  let inWatermarks = false;
  for (const line of text.split('\n')) {
    const node = /^Node (\d+), zone/.exec(line)?.[1];
    if (node !== undefined) {
      const id = Number(node);
      current = byNode.get(id) ?? { minBytes: 0, lowBytes: 0, highBytes: 0 };
      byNode.set(id, current);
      inWatermarks = false;
      continue;
    }
    const [name, value] = line.trim().split(/\s+/);
    if (name === 'pages') inWatermarks = true;
    else if (name === 'spanned') inWatermarks = false;
    if (!inWatermarks || value === undefined) continue;
    const bytes = Number(value) * pageSize;
    if (name === 'min') current.minBytes += bytes;
    else if (name === 'low') current.lowBytes += bytes;
    else if (name === 'high') current.highBytes += bytes;
  }
  return byNode;
}

/** Total and free bytes in the text of nodeN/meminfo; zeros for a node without memory. */
export function parseNodeMeminfo(text: string): { readonly totalBytes: number; readonly freeBytes: number } {
  const kib = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0);
  return { totalBytes: kib('MemTotal') * 1024, freeBytes: kib('MemFree') * 1024 };
}

/** A pressure file (Documentation/accounting/psi.rst) as shares 0..1; undefined for text of another form. */
export function parsePressure(text: string): Pressure | undefined {
  const average = (kind: string): number | undefined => {
    const percent = new RegExp(`^${kind} avg10=([0-9.]+)`, 'm').exec(text)?.[1];
    return percent === undefined ? undefined : Number(percent) / 100;
  };
  const someAvg10 = average('some');
  if (someAvg10 === undefined) return undefined;
  return { someAvg10, fullAvg10: average('full') };
}

/** memory.numa_stat: `anon N0=4096 N1=0` a line, in bytes (cgroup-v2.rst). */
export function parseNumaStat(text: string): NumaStat {
  const stat = new Map<string, Map<number, number>>();
  for (const line of text.split('\n')) {
    const [key, ...parts] = line.trim().split(' ');
    if (key === undefined || parts.length === 0) continue;
    const byNode = new Map<number, number>();
    for (const part of parts) {
      const match = /^N(\d+)=(\d+)$/.exec(part);
      if (match !== null) byNode.set(Number(match[1]), Number(match[2]));
    }
    stat.set(key, byNode);
  }
  return stat;
}

/** A list of ids as sysfs prints it, e.g. `0-3,8` (bitmap_print_to_pagebuf); empty text is an empty list. */
export function parseIdList(text: string): readonly number[] {
  const ids: number[] = [];
  for (const part of text.trim().split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (match === null) continue;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    for (let id = first; id <= last; id += 1) ids.push(id);
  }
  return ids;
}
