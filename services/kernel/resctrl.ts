/**
 * Memory traffic by node from the counters of resctrl (MBM; Documentation/arch/x86/resctrl.rst), where an operator has mounted
 * it and the CPUs have them. Nothing is written, and no group is made.
 */
import { parseIdList } from './counters.js';
import { readNames, readNumber, readText } from './files.js';

/**
 * Bytes that the CPUs of each node have had to do with in memory local to them, since some time, by node id. Each group of
 * resctrl counts its own tasks, those of its monitoring groups included, so all groups are added up. Nothing is told of a node
 * where a figure is missing ("Unavailable"), or whose last-level caches are shared with another node (sub-NUMA clusters).
 */
export function readLocalTraffic(sysRoot: string): ReadonlyMap<number, number> {
  const root = `${sysRoot}/fs/resctrl`;
  const groups = ['.', ...readNames(root)].filter((name) => readNames(`${root}/${name}/mon_data`).length > 0);
  const traffic = new Map<number, number>();
  if (groups.length === 0) return traffic;
  for (const [node, caches] of cachesOfNodes(sysRoot)) {
    let bytes = 0;
    for (const group of groups) {
      for (const cache of caches) {
        const domain = `mon_L3_${String(cache).padStart(2, '0')}`;
        bytes += figureIn(`${root}/${group}/mon_data/${domain}/mbm_local_bytes`);
      }
    }
    if (caches.size > 0 && !Number.isNaN(bytes)) traffic.set(node, bytes);
  }
  return traffic;
}

/** NaN where there is none, or the kernel refuses it: how loaded a node is must not cost a collector its window. */
function figureIn(path: string): number {
  try {
    return readNumber(path) ?? Number.NaN;
  } catch {
    return Number.NaN;
  }
}

/** Ids of the last-level caches of each node with CPUs, but for nodes that share one. */
function cachesOfNodes(sysRoot: string): ReadonlyMap<number, ReadonlySet<number>> {
  const owner = new Map<number, number>();
  const caches = new Map<number, Set<number>>();
  const shared = new Set<number>();
  for (const node of parseIdList(readText(`${sysRoot}/devices/system/node/online`) ?? '')) {
    const cpus = parseIdList(readText(`${sysRoot}/devices/system/node/node${node}/cpulist`) ?? '');
    const own = new Set<number>();
    for (const cpu of cpus) {
      const id = readNumber(`${sysRoot}/devices/system/cpu/cpu${cpu}/cache/index3/id`);
      if (id !== undefined) own.add(id);
    }
    for (const id of own) {
      const other = owner.get(id);
      if (other !== undefined) shared.add(other).add(node);
      owner.set(id, node);
    }
    caches.set(node, own);
  }
  for (const node of shared) caches.delete(node);
  return caches;
}
