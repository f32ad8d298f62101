import { KernelError } from '../kernel/errno.js';
import type { HostPort, MemoryNode, Topology, VmCounters } from '../kernel/port.js';
import type { ReclaimPort } from '../kernel/reclaimPort.js';
import type { Logger } from '../runtime/logger.js';
import type { Clock } from './clock.js';
import type { ActuatorConfig } from './config.js';
import type { Pause } from './movePages.js';
import type { Rates } from './rates.js';
import { Errno } from './verdict.js';

/** Longest sleep between two looks at whether it may go on. */
const LOOK_MS = 100;
/** Requests of one look; the next look goes on. */
const MOST_REQUESTS = 64;
/** A slower tier with less than this share free is no place to demote to: the kernel would drop or swap instead. */
const ROOM_SHARE = 0.01;

export type SafetyNetSettings = ActuatorConfig['safetyNet'];

/** Why a node that is short is not helped. */
export interface NoHelp {
  readonly reason: string;
  readonly text: string;
}

export interface SafetyNetParts {
  readonly settings: SafetyNetSettings;
  readonly reclaim: ReclaimPort;
  readonly host: Pick<HostPort, 'vmCounters' | 'otherControllers' | 'numaStat'>;
  readonly topology: () => Topology;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly sleep: Pause;
  readonly logger: Logger;
  /** Why nothing may be begun now. */
  readonly heldBack: (nowMs: number) => string | undefined;
  /** Told of each request: bytes demoted, and bytes that left memory. */
  readonly onRequest: (node: number, demotedBytes: number, leftBytes: number) => void;
  readonly pageSize: number;
}

/**
 * Reclaim as demotion. A node of a faster tier that runs out of free memory, faster than plans make room, has the kernel
 * reclaim from it: with numa/demotion_enabled the kernel then migrates what it finds coldest to a slower tier
 * (demote_folio_list, mm/vmscan.c). It names no pages, so it is no mover of plans; the limiter and the kill switch hold for it too.
 */
export class SafetyNet {
  /** Since the start. */
  requests = 0;
  demotedBytes = 0;
  leftBytes = 0;
  refused: NoHelp | undefined;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly parts: SafetyNetParts) {}

  /** Nodes of faster tiers with less free than must be. */
  get shortNodes(): readonly MemoryNode[] {
    const { nodes, tiers } = this.parts.topology();
    const faster = new Set(tiers.slice(0, -1).flatMap((tier) => tier.nodes));
    const { below } = this.parts.settings;
    return nodes.filter((node) => faster.has(node.id) && node.freeBytes < below * node.totalBytes);
  }

  /** Begins to help where a node is short, unless it is at it already. */
  look(): void {
    if (this.closed || this.running !== undefined) return;
    const { logger } = this.parts;
    const failed = (error: unknown) => logger.error({ error: String(error) }, 'the safety net failed');
    this.running = this.helpAll()
      .catch(failed)
      .finally(() => {
        this.running = undefined;
      });
  }

  /** Ends after the request under way. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async helpAll(): Promise<void> {
    const short = this.shortNodes;
    if (short.length === 0) this.say(undefined);
    for (const node of short) await this.help(node.id);
  }

  private async help(id: number): Promise<void> {
    const { settings, clock, rates, sleep } = this.parts;
    for (let requests = 0; requests < MOST_REQUESTS && !this.closed; ) {
      const topology = this.parts.topology();
      const node = topology.nodes.find((each) => each.id === id);
      const missing = node ? settings.until * node.totalBytes - node.freeBytes : 0;
      if (!node || missing <= 0) return;
      const below = slowerNodes(topology, id);
      const refused = this.whyNot(node, below);
      this.say(refused);
      if (refused) return;
      const lane = { direction: 'demotion', fromNode: id, toNode: below[0]?.id ?? id } as const;
      const now = clock.monotonicMs();
      const bytes = Math.floor(Math.min(missing, settings.mostBytes, rates.batchBytes(lane, now)));
      const wait = rates.waitMs(lane, bytes, false, now);
      if (wait > 0) {
        await sleep(Math.min(wait, LOOK_MS));
        continue;
      }
      requests++;
      if (!(await this.request(node, lane, bytes))) return;
    }
  }

  /** One request. Answers whether another one makes sense. */
  private async request(node: MemoryNode, lane: Parameters<Rates['begin']>[0], bytes: number): Promise<boolean> {
    const { reclaim, host, rates, clock, onRequest, pageSize } = this.parts;
    const before = host.vmCounters();
    rates.begin(lane, bytes, clock.monotonicMs());
    let whole = false;
    try {
      if (reclaim.hasNodeFile(node.id)) whole = await reclaim.node(node.id, bytes);
      else whole = await reclaim.cgroup(this.fullestCgroup(node.id) ?? '', bytes);
      this.requests++;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      const noRight = error.errno === Errno.EPERM || error.errno === Errno.EACCES;
      this.say({ reason: noRight ? 'no-capability' : 'kernel-refused', text: error.message });
    }
    const { demoted, left } = fates(before, host.vmCounters(), pageSize);
    rates.finish(lane, bytes, demoted + left, clock.monotonicMs());
    this.demotedBytes += demoted;
    this.leftBytes += left;
    onRequest(node.id, demoted, left);
    return whole;
  }

  private whyNot(node: MemoryNode, below: readonly MemoryNode[]): NoHelp | undefined {
    const { reclaim, host, heldBack, clock } = this.parts;
    const held = heldBack(clock.monotonicMs());
    if (held !== undefined) return { reason: held, text: 'nothing may be begun now' };
    if (host.otherControllers().demotionEnabled !== true) {
      const text = 'numa/demotion_enabled is not true: reclaim would drop and swap pages, not demote them';
      return { reason: 'demotion-disabled', text };
    }
    if (!below.some(({ freeBytes, totalBytes }) => freeBytes > ROOM_SHARE * totalBytes)) {
      return { reason: 'slower-tiers-full', text: `no node below node ${node.id} has room: pages would leave memory` };
    }
    if (reclaim.hasNodeFile(node.id) || this.fullestCgroup(node.id) !== undefined) return undefined;
    const text = `this kernel has no nodeN/reclaim (Linux 6.18 has), and no cgroup of safetyNet.cgroups has memory on node ${node.id}`;
    return { reason: 'no-reclaim-file', text };
  }

  /** The cgroup, of those that were named, with the most bytes on a node. */
  private fullestCgroup(node: number): string | undefined {
    const { settings, host } = this.parts;
    let [fullest, most]: [string | undefined, number] = [undefined, 0];
    for (const cgroup of settings.cgroups) {
      const stat = host.numaStat(cgroup);
      const bytes = (stat?.get('anon')?.get(node) ?? 0) + (stat?.get('file')?.get(node) ?? 0);
      if (bytes > most) [fullest, most] = [cgroup, bytes];
    }
    return fullest;
  }

  private say(refused: NoHelp | undefined): void {
    if (refused?.reason === this.refused?.reason) return;
    this.refused = refused;
    if (refused) this.parts.logger.warn({ reason: refused.reason }, `a node is short of memory: ${refused.text}`);
  }
}

/** Nodes of slower tiers than that of a node, nearest first. */
function slowerNodes({ nodes, tiers }: Topology, id: number): MemoryNode[] {
  const rank = tiers.findIndex((tier) => tier.nodes.includes(id));
  const slower = new Set(tiers.slice(rank + 1).flatMap((tier) => tier.nodes));
  const near = (node: MemoryNode) => node.distances.get(id) ?? Number.POSITIVE_INFINITY;
  return nodes.filter((node) => slower.has(node.id)).sort((a, b) => near(a) - near(b));
}

/**
 * What became of reclaimed pages, in bytes: pgsteal_anon and pgsteal_file count all of them, pgdemote those that went to another
 * node (shrink_folio_list of mm/vmscan.c adds the demoted to the reclaimed). Not pgsteal_direct and its like, which the host's vmstat
 * leaves out where it is a cgroup that is reclaimed from (shrink_inactive_list and evict_folios, ibid.).
 */
export function fates(before: VmCounters, after: VmCounters, pageSize: number): { demoted: number; left: number } {
  let [demoted, stolen] = [0, 0];
  for (const [name, count] of after) {
    const more = count - (before.get(name) ?? 0);
    if (name.startsWith('pgdemote_')) demoted += more;
    else if (name === 'pgsteal_anon' || name === 'pgsteal_file') stolen += more;
  }
  return { demoted: demoted * pageSize, left: Math.max(0, stolen - demoted) * pageSize };
}
