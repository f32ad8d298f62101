/**
 * Reading of NUMA nodes from /sys/devices/system/node and /sys/devices/virtual/memory_tiering.
 */
import { parseIdList, parseNodeMeminfo, parseZoneinfo } from './counters.js';
import { readNames, readNumber, readText } from './files.js';
import type { MemoryNode, NodeAccess } from './port.js';

/** What of a node changes with its firmware, its CPUs or a setting, and not from second to second. */
type NodeShape = Omit<MemoryNode, 'totalBytes' | 'freeBytes'>;

/** A shape is read again when other nodes are online, and in any case so often. */
const SHAPES_KEPT_MS = 10_000;

/**
 * Every online node, those without memory too (`totalBytes` 0): the distances to their CPUs count in ranking. A kernel
 * without NUMA has no node directory: its whole memory comes as node 0.
 */
export class Nodes {
  private known: { readonly online: string; readonly shapes: readonly NodeShape[]; readonly atMs: number } | undefined;

  constructor(
    private readonly procRoot: string,
    private readonly sysRoot: string,
    private readonly pageSize: number,
  ) {}

  /** With how full each is at this moment. */
  read(): readonly MemoryNode[] {
    const online = readText(`${this.sysRoot}/devices/system/node/online`) ?? '';
    const nowMs = performance.now();
    if (this.known?.online !== online || nowMs - this.known.atMs > SHAPES_KEPT_MS) {
      this.known = { online, shapes: this.shapes(parseIdList(online)), atMs: nowMs };
    }
    return this.known.shapes.map((shape) => {
      const path =
        online === '' ? `${this.procRoot}/meminfo` : `${this.sysRoot}/devices/system/node/node${shape.id}/meminfo`;
      return { ...shape, ...parseNodeMeminfo(readText(path) ?? '') };
    });
  }

  private shapes(online: readonly number[]): readonly NodeShape[] {
    const root = `${this.sysRoot}/devices/system/node`;
    const watermarks = parseZoneinfo(readText(`${this.procRoot}/zoneinfo`) ?? '', this.pageSize);
    if (online.length === 0) {
      const cpus = parseIdList(readText(`${this.sysRoot}/devices/system/cpu/online`) ?? '0');
      const distances = new Map([[0, 10]]);
      return [{ id: 0, cpus, distances, kernelTier: undefined, access0: undefined, watermarks: watermarks.get(0) }];
    }
    const kernelTiers = readKernelTiers(this.sysRoot);
    return online.map((id) => {
      const node = `${root}/node${id}`;
      return {
        id,
        cpus: parseIdList(readText(`${node}/cpulist`) ?? ''),
        distances: parseDistances(readText(`${node}/distance`) ?? '', online),
        kernelTier: kernelTiers.get(id),
        access0: readAccess(`${node}/access0/initiators`),
        watermarks: watermarks.get(id),
      };
    });
  }
}

/** nodeN/distance lists one figure for each online node, in their order (node_read_distance in drivers/base/node.c). */
export function parseDistances(text: string, online: readonly number[]): ReadonlyMap<number, number> {
  const figures = text.trim() === '' ? [] : text.trim().split(/\s+/).map(Number);
  const distances = new Map<number, number>();
  online.forEach((id, index) => {
    const distance = figures[index];
    if (distance !== undefined) distances.set(id, distance);
  });
  return distances;
}

/** memory_tierN/nodelist by node [6.1]; empty where the kernel shows no tiers. */
function readKernelTiers(sysRoot: string): ReadonlyMap<number, number> {
  const root = `${sysRoot}/devices/virtual/memory_tiering`;
  const tiers = new Map<number, number>();
  for (const name of readNames(root)) {
    const tier = /^memory_tier(\d+)$/.exec(name)?.[1];
    if (tier === undefined) continue;
    for (const node of parseIdList(readText(`${root}/${name}/nodelist`) ?? '')) tiers.set(node, Number(tier));
  }
  return tiers;
}

/** undefined without HMAT; a figure of 0 is one that the firmware did not give. */
function readAccess(path: string): NodeAccess | undefined {
  const figure = (name: string): number | undefined => {
    const value = readNumber(`${path}/${name}`);
    return value === undefined || value <= 0 ? undefined : value;
  };
  const access: NodeAccess = {
    readLatencyNs: figure('read_latency'),
    writeLatencyNs: figure('write_latency'),
    readBandwidthMBps: figure('read_bandwidth'),
    writeBandwidthMBps: figure('write_bandwidth'),
  };
  return Object.values(access).every((value) => value === undefined) ? undefined : access;
}
