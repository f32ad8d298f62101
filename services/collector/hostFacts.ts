import type { HostFacts } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { Limitation } from '../contract/gen/thermocline/v1/Limitation.js';
import type { HostPort, MemoryNode, Pressure, Topology } from '../kernel/port.js';
import { KERNEL_TIERING, kernelPromotes } from '../kernel/tiering.js';
import { cgroupFacts } from './cgroupFacts.js';

export interface OwnCost {
  readonly processCpuSeconds: number;
  /** Of kernel threads that work for us; undefined where there are none. */
  readonly kernelCpuSeconds: number | undefined;
  readonly residentBytes: number;
  readonly droppedBatches: number;
}

export interface Observation {
  readonly topology: Topology;
  /** Of the watched processes, repeats among them. */
  readonly cgroups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly cost: OwnCost;
  readonly limitations: readonly Limitation[];
  readonly readUnixMs: number;
  /** What nodes deliver at present, MB/s by node id, where something counts it. */
  readonly usedMBps: ReadonlyMap<number, number>;
}

/** The host as one window sees it. What the kernel does not offer stays absent. */
export function hostFacts(host: HostPort, observation: Observation): HostFacts {
  const { topology, labels, cost, readUnixMs } = observation;
  const cgroups = cgroupFacts(host, observation.cgroups);
  return {
    nodes: topology.nodes.map((node) => nodeFacts(node, topology, observation.usedMBps.get(node.id))),
    tiers: topology.tiers.map((tier) => ({ rank: tier.rank, nodes: [...tier.nodes] })),
    tierSource: topology.source,
    ...pressureFacts(host.memoryPressure()),
    vmstat: Object.fromEntries(host.vmCounters()),
    cgroups: cgroups.told,
    cost: {
      processCpuSeconds: cost.processCpuSeconds,
      ...(cost.kernelCpuSeconds === undefined ? {} : { kernelCpuSeconds: cost.kernelCpuSeconds }),
      residentBytes: cost.residentBytes,
      droppedBatches: cost.droppedBatches,
    },
    kernelRelease: host.kernelRelease(),
    labels,
    limitations: [...observation.limitations, ...cgroups.limitations],
    readUnixMs,
  };
}

function pressureFacts(pressure: Pressure | undefined): Pick<HostFacts, 'memoryPressure'> {
  if (!pressure) return {};
  const { someAvg10, fullAvg10 } = pressure;
  return { memoryPressure: { someAvg10, ...(fullAvg10 === undefined ? {} : { fullAvg10 }) } };
}

function nodeFacts(
  node: MemoryNode,
  topology: Topology,
  usedMBps: number | undefined,
): NonNullable<HostFacts['nodes']>[number] {
  const tier = topology.tiers.find(({ nodes }) => nodes.includes(node.id))?.rank;
  const socket = nearestSocket(node, topology.nodes);
  return {
    id: node.id,
    totalBytes: node.totalBytes,
    freeBytes: node.freeBytes,
    hasCpu: node.cpus.length > 0,
    ...(tier === undefined ? {} : { tier }),
    ...(node.watermarks
      ? { lowWatermarkBytes: node.watermarks.lowBytes, highWatermarkBytes: node.watermarks.highBytes }
      : {}),
    ...(node.access0?.readLatencyNs === undefined ? {} : { readLatencyNs: node.access0.readLatencyNs }),
    ...(node.access0?.readBandwidthMBps === undefined ? {} : { readBandwidthMbps: node.access0.readBandwidthMBps }),
    ...(usedMBps === undefined ? {} : { usedBandwidthMbps: usedMBps }),
    ...(socket === undefined ? {} : { socket }),
  };
}

/** The node with CPUs that is nearest: itself, if it has any. */
function nearestSocket(node: MemoryNode, nodes: readonly MemoryNode[]): number | undefined {
  const away = (other: MemoryNode): number => node.distances.get(other.id) ?? Number.POSITIVE_INFINITY;
  const sockets = nodes.filter((other) => other.cpus.length > 0);
  return sockets.sort((a, b) => away(a) - away(b) || a.id - b.id)[0]?.id;
}

/** What is found on this host that limits what Thermocline can do, or that others do too, by name. */
export function hostLimitations(host: HostPort, topology: Topology): Limitation[] {
  const found: Limitation[] = topology.notes.map((reason) => ({ name: 'topology', reason }));
  if (topology.tiers.length < 2) {
    found.push({
      name: 'single-tier',
      reason: 'all memory of this host is one tier: there is nowhere to move pages to',
    });
  }
  const others = host.otherControllers();
  if (kernelPromotes(others)) {
    const value = `kernel.numa_balancing is ${others.numaBalancing}`;
    const reason = `${value}: the kernel promotes pages too; set it to 0 to leave placement to plans`;
    found.push({ name: KERNEL_TIERING, reason });
  }
  if (others.foreignKdamonds.length > 0) {
    found.push({
      name: 'foreign-damon',
      reason: `kdamond ${others.foreignKdamonds.join(', ')} is not ours: left alone`,
    });
  }
  return found;
}
