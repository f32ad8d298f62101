import type { Look } from './look.js';
import { mergeLook } from './merge.js';
import { createSpaceHeat, type HeatParameters, type SpaceHeat } from './space.js';
import type { Tuning } from './tuning.js';

/** One NUMA node with memory, as the host last told of it. */
export interface HostNode {
  /** Linux node id, below 255. */
  readonly id: number;
  /** Rank of its tier; 0 is the fastest. */
  readonly tier: number;
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Absent where the kernel does not tell. */
  readonly lowWatermarkBytes?: number | undefined;
  /** Nearest node with CPUs; absent where it is not known. */
  readonly socket?: number | undefined;
  /** What a read takes and what the node can deliver, unloaded (HMAT). */
  readonly readLatencyNs?: number | undefined;
  readonly readBandwidthMbps?: number | undefined;
  /** The same as measured under the present load; absent where nobody measures. */
  readonly loadedLatencyNs?: number | undefined;
  readonly usedBandwidthMbps?: number | undefined;
}

/** What a cgroup has on each node (memory.numa_stat: its descendants' memory is in it). */
export interface CgroupFill {
  readonly path: string;
  readonly nodes: readonly { readonly id: number; readonly bytes: number }[];
}

/** What a host tells of itself. */
export interface HostFacts {
  readonly nodes: readonly HostNode[];
  readonly labels: Readonly<Record<string, string>>;
  /** Those of the watched processes, where the kernel tells. */
  readonly cgroups?: readonly CgroupFill[] | undefined;
  /** Bytes of a base page; page numbers count in it. */
  readonly pageSize: number;
  /** When this was so, Unix ms by the host's clock. */
  readonly atUnixMs: number;
}

/** One space of a host: what it is, and its heat. */
export interface HostSpace {
  readonly key: string;
  /** The command line, spaces for NULs. */
  command: string;
  /** cgroup v2 path; undefined where there is none. */
  cgroup: string | undefined;
  readonly heat: SpaceHeat;
}

/** One host as core knows it: plain state, changed by the functions below alone. */
export interface HostModel {
  facts: HostFacts;
  /** By space key. */
  readonly spaces: Map<string, HostSpace>;
  /** Thresholds that tuned themselves towards a policy's goals; absent before the first step. */
  tuning?: Tuning;
  /** Pages that went back within the ping-pong window, ever. */
  pingPongPages: number;
  /** The ping-pong window of the policy that last planned for this host; 0 before, and where it has none. */
  pingPongWindowMs: number;
}

/** A host of which nothing is known yet; no plan is made for it. */
export function createHost(): HostModel {
  return {
    facts: { nodes: [], labels: {}, pageSize: 4096, atUnixMs: 0 },
    spaces: new Map(),
    pingPongPages: 0,
    pingPongWindowMs: 0,
  };
}

/** Takes the facts, unless newer ones are known. Nodes are kept in order of id. */
export function applyFacts(host: HostModel, facts: HostFacts): void {
  if (facts.atUnixMs < host.facts.atUnixMs) return;
  const { labels, cgroups, pageSize, atUnixMs } = facts;
  const nodes = inOrder([...facts.nodes], (a, b) => a.id - b.id);
  // Spelt out, as in applyLook.
  host.facts = { nodes, labels, cgroups, pageSize, atUnixMs };
}

/** Who a space is, as each look says anew: a process may change its cgroup. */
export interface SpaceIdentity {
  readonly key: string;
  readonly command: string;
  readonly cgroup: string | undefined;
}

/** Merges a look into the host's space of that key, which is made when it is new. */
export function applyLook(
  host: HostModel,
  identity: SpaceIdentity,
  look: Look,
  parameters: HeatParameters,
): 'merged' | 'late' {
  let space = host.spaces.get(identity.key);
  if (!space) {
    // Member by member: what is spread has not always the same shape, and code made for one is thrown away with the next (V8 11.3).
    const { key, command, cgroup } = identity;
    space = { key, command, cgroup, heat: createSpaceHeat() };
    host.spaces.set(identity.key, space);
  }
  const merged = mergeLook(space.heat, look, parameters);
  if (merged === 'merged') {
    space.command = identity.command;
    space.cgroup = identity.cgroup;
  }
  return merged;
}

/** Drops spaces that ended; keys not known are nothing new. */
export function endSpaces(host: HostModel, keys: Iterable<string>): void {
  for (const key of keys) host.spaces.delete(key);
}

/** Drops spaces that no look saw for `unseenSeconds`, and returns how many. */
export function dropUnseen(host: HostModel, nowUnixMs: number, unseenSeconds: number): number {
  let dropped = 0;
  for (const [key, space] of host.spaces) {
    if (space.heat.lastWindowEndUnixMs > nowUnixMs - unseenSeconds * 1000) continue;
    host.spaces.delete(key);
    dropped++;
  }
  return dropped;
}

/** The host's spaces in order of key, so that what is made from them does not hang on the order they came in. */
export function spacesInOrder(host: HostModel): HostSpace[] {
  return inOrder([...host.spaces.values()], (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Sorts what is few and in order as a rule: to ask that costs less than a sort. */
function inOrder<T>(items: T[], order: (a: T, b: T) => number): T[] {
  const isInOrder = items.every((item, i) => i === 0 || order(items[i - 1] as T, item) <= 0);
  return isInOrder ? items : items.sort(order);
}

/** Tier rank by node id, 256 entries; TIER_UNKNOWN for nodes that the host did not tell of. Not to be written to. */
export function tierTable({ facts: { nodes } }: HostModel): Readonly<Uint8Array> {
  if (latestTiers && areOfSameTiers(latestTiers.nodes, nodes)) return latestTiers.table;
  const table = new Uint8Array(256).fill(TIER_UNKNOWN);
  for (const node of nodes) if (node.id < 255) table[node.id] = node.tier;
  latestTiers = { nodes, table };
  return table;
}

/** A host is asked for it several times in a row, and most hosts of a fleet are alike. */
let latestTiers: { readonly nodes: readonly HostNode[]; readonly table: Uint8Array } | undefined;

/** Whether the nodes of two hosts, or of one at two times, are the same by id and by tier, in the same order. */
export function areOfSameTiers(a: readonly HostNode[], b: readonly HostNode[]): boolean {
  return a === b || (a.length === b.length && a.every(({ id, tier }, i) => id === b[i]?.id && tier === b[i]?.tier));
}

export const TIER_UNKNOWN = 255;
