import type { CgroupNuma } from '../contract/gen/thermocline/v1/CgroupNuma.js';
import type { Limitation } from '../contract/gen/thermocline/v1/Limitation.js';
import type { NodeBytes } from '../contract/gen/thermocline/v1/NodeBytes.js';
import type { HostPort, NumaStat } from '../kernel/port.js';

/** 35 µs each to read and parse (kernel 6.18, one node). */
export const MAX_CGROUPS = 1024;

export interface CgroupFacts {
  readonly told: CgroupNuma[];
  readonly limitations: Limitation[];
}

/**
 * memory.numa_stat of the cgroups of watched processes, those with most of them first, then of their ancestors, the nearest
 * first, up to MAX_CGROUPS. The root is told of by the nodes, unless processes are in it. A cgroup without the file is absent.
 */
export function cgroupFacts(host: Pick<HostPort, 'numaStat'>, ofProcesses: readonly string[]): CgroupFacts {
  const paths = withAncestors(ofProcesses);
  const told = paths.slice(0, MAX_CGROUPS).flatMap((path) => {
    const stat = host.numaStat(path);
    const columns = stat && columnsOf(stat);
    return columns ? [{ path, ...columns }] : [];
  });
  const limitations: Limitation[] = [];
  if (paths.length > 0 && told.length === 0) {
    const reason =
      'no cgroup of a watched process has memory.numa_stat: floors and ceilings go by what the trackers saw';
    limitations.push({ name: 'no-numa-stat', reason });
  }
  if (paths.length > MAX_CGROUPS) {
    const reason = `${paths.length} cgroups have watched processes in or below them; ${MAX_CGROUPS} are told of`;
    limitations.push({ name: 'cgroups-left-out', reason });
  }
  return { told, limitations };
}

/** Undefined for a text without the two lines that count: nothing said is not nothing there. */
function columnsOf(stat: NumaStat): Pick<CgroupNuma, 'anon' | 'file'> | undefined {
  const [anon, file] = [stat.get('anon'), stat.get('file')];
  return anon || file ? { anon: nodeBytes(anon), file: nodeBytes(file) } : undefined;
}

function nodeBytes(byNode: ReadonlyMap<number, number> | undefined): NodeBytes[] {
  return [...(byNode ?? [])].map(([node, bytes]) => ({ node, bytes }));
}

function withAncestors(ofProcesses: readonly string[]): string[] {
  const processes = new Map<string, number>();
  for (const path of ofProcesses) processes.set(path, (processes.get(path) ?? 0) + 1);
  const known = new Set([...processes].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([path]) => path));
  let children = [...known];
  while (children.length > 0 && known.size <= MAX_CGROUPS) {
    children = [...new Set(children.map(parentOf))].filter((path) => path !== '' && !known.has(path));
    for (const path of children) known.add(path);
  }
  return [...known];
}

/** Empty for the root and what lies right below it. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
