/**
 * Ranking of nodes into tiers. Pure: parsed nodes in, tiers and what was odd about them out.
 *
 * A tier is about the kind of memory and not about which socket it hangs on: every node with CPUs is in the fastest tier
 * by distance, however far the sockets are from one another, and memory without CPUs counts by its distance from the
 * nearest CPUs. So two sockets with a CXL node each make two tiers, not four.
 */
import type { MemoryNode, NodeAccess, Tier, Topology } from './port.js';

/** Distances that differ by less than this share are one tier's: firmware rounds them. */
const DISTANCE_TOLERANCE = 0.1;
/**
 * mm/memory-tiers.c [6.7]: the abstract distance of DRAM, and how far apart two of them begin another tier. Performance
 * scales it: slower by half again means half as far again.
 */
const DRAM_ABSTRACT_DISTANCE = 4.5 * 128;
const TIER_CHUNK = 128;
const LOCAL_DISTANCE = 10;

/** Thrown when the operator's tiers can't be applied to this host. */
export class TopologyError extends Error {
  readonly code = 'TOPOLOGY_INVALID';

  constructor(message: string) {
    super(message);
    this.name = 'TopologyError';
  }
}

/**
 * Ranks the nodes that have memory. `nodes` are all online nodes, those without memory too. Order of trust: the
 * override, the kernel's tiers where there are several, HMAT, distances.
 */
export function rankNodes(nodes: readonly MemoryNode[], override?: readonly (readonly number[])[]): Topology {
  const withMemory = nodes.filter((node) => node.totalBytes > 0);
  if (override !== undefined) return overridden(withMemory, override);
  const notes: string[] = [];
  const distances = cpuDistances(nodes, withMemory);
  const byKernel = kernelTiers(withMemory, notes);
  if (byKernel !== undefined && byKernel.length > 1) {
    noteMixedTiers(byKernel, distances, notes);
    return { nodes: withMemory, tiers: ranked(byKernel), source: 'kernel', notes };
  }
  const byHmat = hmatTiers(withMemory);
  if (byHmat !== undefined && byHmat.length > 1) {
    if (byKernel !== undefined) notes.push('The kernel has all nodes in one memory tier though HMAT tells them apart.');
    return { nodes: withMemory, tiers: ranked(byHmat), source: 'hmat', notes };
  }
  const byDistance = grouped(withMemory, (node) => distances.get(node.id) ?? LOCAL_DISTANCE, distanceLimit);
  if (byDistance.length > 1) {
    if (byKernel !== undefined) {
      notes.push('The kernel has all nodes in one memory tier though distances tell them apart.');
    }
    return { nodes: withMemory, tiers: ranked(byDistance), source: 'distance', notes };
  }
  return { nodes: withMemory, tiers: ranked(byDistance), source: 'single', notes };
}

function overridden(nodes: readonly MemoryNode[], override: readonly (readonly number[])[]): Topology {
  const known = new Set(nodes.map((node) => node.id));
  const named = new Set<number>();
  override.forEach((tier, rank) => {
    if (tier.length === 0) throw new TopologyError(`Tier ${rank} of the override names no node.`);
    for (const id of tier) {
      if (!known.has(id)) {
        const present = [...known].join(', ');
        throw new TopologyError(
          `The override names node ${id}, which this host does not have or which has no memory; it has ${present}.`,
        );
      }
      if (named.has(id)) throw new TopologyError(`The override names node ${id} twice.`);
      named.add(id);
    }
  });
  const notes = [...known]
    .filter((id) => !named.has(id))
    .map((id) => `Node ${id} has memory and is in no tier of the override: it is left alone.`);
  const tiers = override.map((tier, rank) => ({ rank, nodes: [...tier].sort((a, b) => a - b) }));
  return { nodes, tiers, source: 'override', notes };
}

/** By memory_tierN, lower N first; undefined when some node with memory is in none. */
function kernelTiers(nodes: readonly MemoryNode[], notes: string[]): MemoryNode[][] | undefined {
  const without = nodes.filter((node) => node.kernelTier === undefined);
  if (without.length === nodes.length) return undefined;
  if (without.length > 0) {
    notes.push(
      `The kernel has no memory tier for node ${without.map((node) => node.id).join(', ')}: its tiers do not count.`,
    );
    return undefined;
  }
  return grouped(
    nodes,
    (node) => node.kernelTier ?? 0,
    (first) => first,
  );
}

/** By the kernel's own formula (mt_perf_to_adistance); undefined when a node lacks figures. */
function hmatTiers(nodes: readonly MemoryNode[]): MemoryNode[][] | undefined {
  const figures = new Map<number, { latency: number; bandwidth: number }>();
  for (const node of nodes) {
    const sums = accessSums(node.access0);
    if (sums === undefined) return undefined;
    figures.set(node.id, sums);
  }
  const dram = nodes.filter((node) => node.cpus.length > 0).map((node) => figures.get(node.id));
  const latency = mean(dram.map((sums) => sums?.latency ?? 0));
  const bandwidth = mean(dram.map((sums) => sums?.bandwidth ?? 0));
  if (!(latency > 0 && bandwidth > 0)) return undefined;
  const abstractDistance = (node: MemoryNode): number => {
    const sums = figures.get(node.id) ?? { latency, bandwidth };
    return DRAM_ABSTRACT_DISTANCE * (sums.latency / latency) * (bandwidth / sums.bandwidth);
  };
  return grouped(nodes, abstractDistance, (first) => first + TIER_CHUNK);
}

function accessSums(access: NodeAccess | undefined): { latency: number; bandwidth: number } | undefined {
  const latency = both(access?.readLatencyNs, access?.writeLatencyNs);
  const bandwidth = both(access?.readBandwidthMBps, access?.writeBandwidthMBps);
  return latency === undefined || bandwidth === undefined ? undefined : { latency, bandwidth };
}

/** Sum of two figures; one that is missing is taken to equal the other. */
function both(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b === undefined ? undefined : 2 * b;
  return a + (b ?? a);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Distance of each node from its nearest CPUs, the nearer of both directions, for tables need not be symmetric. */
function cpuDistances(online: readonly MemoryNode[], nodes: readonly MemoryNode[]): ReadonlyMap<number, number> {
  const cpuNodes = online.filter((node) => node.cpus.length > 0);
  return new Map(
    nodes.map((node) => {
      if (node.cpus.length > 0 || cpuNodes.length === 0) return [node.id, LOCAL_DISTANCE];
      const distances = cpuNodes.flatMap((cpu) => [cpu.distances.get(node.id), node.distances.get(cpu.id)]);
      const given = distances.filter((distance) => distance !== undefined);
      return [node.id, given.length === 0 ? LOCAL_DISTANCE : Math.min(...given)];
    }),
  );
}

function distanceLimit(first: number): number {
  // Whatever is not local is another tier than local memory: a CXL node at distance 11 would say so for a reason.
  return first === LOCAL_DISTANCE ? first : first * (1 + DISTANCE_TOLERANCE);
}

/** Groups from low figure to high; a group takes in all up to `limit(its lowest)`. */
function grouped(
  nodes: readonly MemoryNode[],
  figure: (node: MemoryNode) => number,
  limit: (first: number) => number,
): MemoryNode[][] {
  const groups: MemoryNode[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const node of [...nodes].sort((a, b) => figure(a) - figure(b) || a.id - b.id)) {
    const value = figure(node);
    const last = groups[groups.length - 1];
    if (last !== undefined && value <= end) last.push(node);
    else {
      groups.push([node]);
      end = limit(value);
    }
  }
  return groups;
}

function ranked(groups: readonly (readonly MemoryNode[])[]): readonly Tier[] {
  return groups.map((group, rank) => ({ rank, nodes: group.map((node) => node.id).sort((a, b) => a - b) }));
}

/** The kernel's default puts all memory of one driver in one tier; distances may know better, but do not overrule it. */
function noteMixedTiers(
  groups: readonly (readonly MemoryNode[])[],
  distances: ReadonlyMap<number, number>,
  notes: string[],
): void {
  for (const group of groups) {
    const parts = grouped(group, (node) => distances.get(node.id) ?? LOCAL_DISTANCE, distanceLimit);
    if (parts.length < 2) continue;
    const ids = group.map((node) => node.id).join(', ');
    notes.push(
      `The kernel has nodes ${ids} in one memory tier though distances tell them apart: an override can part them.`,
    );
  }
}
