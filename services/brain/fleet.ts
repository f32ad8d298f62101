import type { HostFacts__Output } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { HostState } from '../contract/gen/thermocline/v1/HostState.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import { applyFacts, applyLook, createHost, dropUnseen, endSpaces, type HostModel } from '../core/host.js';
import { heatParametersOf, type Policy } from '../core/policy.js';
import { BUCKET_LOWEST_HEAT, type HostSummary, summarize } from '../core/summary.js';
import type { BatchReading } from './batchReader.js';

/** A host that this brain plans for, in its present boot. */
export interface FleetHost {
  readonly hostId: string;
  readonly bootId: string;
  readonly model: HostModel;
  /** As they came, for people; core keeps what it needs of them in the model. */
  facts: HostFacts__Output | undefined;
  /** By space key text: what plans need to name a space on the wire. */
  readonly keys: Map<string, SpaceKey__Output>;
  lastBatchUnixMs: number;
  lastSequence: number;
  pagesMoved: number;
}

/** A space that no look saw for this long is gone, though nobody said that it ended. */
const UNSEEN_SECONDS = 300;

/** The heat of all hosts. A host that boots anew starts from nothing: its pids and pages are others. */
export class Fleet {
  private readonly hosts = new Map<string, FleetHost>();
  private readonly watchers = new Map<string, Set<(host: FleetHost) => void>>();

  get size(): number {
    return this.hosts.size;
  }

  get(hostId: string): FleetHost | undefined {
    return this.hosts.get(hostId);
  }

  /** In order of id. */
  all(): FleetHost[] {
    return [...this.hosts.values()].sort((a, b) => (a.hostId < b.hostId ? -1 : 1));
  }

  /**
   * Merges a batch. `lateSpaces`: those whose window was older than one already merged. Undefined for a batch of a boot that
   * another has followed: nothing of it is true any more.
   */
  take(batch: BatchReading, policy: Policy): { readonly host: FleetHost; readonly lateSpaces: number } | undefined {
    const known = this.hosts.get(batch.hostId);
    if (known && known.bootId !== batch.bootId && batch.windowEndUnixMs <= known.lastBatchUnixMs) return undefined;
    const host = known?.bootId === batch.bootId ? known : this.begin(batch);
    const { model } = host;
    if (batch.facts) {
      host.facts = batch.facts;
      applyFacts(model, coreFacts(batch.facts, batch));
    }
    endSpaces(model, batch.ended);
    for (const key of batch.ended) host.keys.delete(key);
    const parameters = heatParametersOf(policy);
    const windowSeconds = (batch.windowEndUnixMs - batch.windowStartUnixMs) / 1000;
    let lateSpaces = 0;
    for (const space of batch.spaces) {
      const identity = { key: space.keyText, command: space.command, cgroup: space.cgroup };
      const look = { ...space, nodes: batch.nodes, windowSeconds, endUnixMs: batch.windowEndUnixMs };
      if (applyLook(model, identity, look, parameters) === 'late') lateSpaces++;
      host.keys.set(space.keyText, space.key);
    }
    if (dropUnseen(model, batch.windowEndUnixMs, UNSEEN_SECONDS) > 0) {
      for (const key of host.keys.keys()) if (!model.spaces.has(key)) host.keys.delete(key);
    }
    host.lastBatchUnixMs = Math.max(host.lastBatchUnixMs, batch.windowEndUnixMs);
    host.lastSequence = Math.max(host.lastSequence, batch.sequence);
    for (const watcher of this.watchers.get(host.hostId) ?? []) watcher(host);
    return { host, lateSpaces };
  }

  /** Calls back after each batch of a host, until the returned function is called. */
  watch(hostId: string, callback: (host: FleetHost) => void): () => void {
    const watchers = this.watchers.get(hostId) ?? new Set();
    this.watchers.set(hostId, watchers.add(callback));
    return () => {
      watchers.delete(callback);
      if (watchers.size === 0) this.watchers.delete(hostId);
    };
  }

  private begin(batch: BatchReading): FleetHost {
    const host: FleetHost = {
      hostId: batch.hostId,
      bootId: batch.bootId,
      model: createHost(),
      facts: undefined,
      keys: new Map(),
      lastBatchUnixMs: 0,
      lastSequence: 0,
      pagesMoved: 0,
    };
    this.hosts.set(batch.hostId, host);
    return host;
  }
}

function coreFacts(facts: HostFacts__Output, batch: BatchReading): HostModel['facts'] {
  return {
    nodes: facts.nodes.map((node) => ({
      id: node.id,
      tier: node.tier,
      totalBytes: Number(node.totalBytes),
      freeBytes: Number(node.freeBytes),
      lowWatermarkBytes: node.lowWatermarkBytes === undefined ? undefined : Number(node.lowWatermarkBytes),
      socket: node.socket,
      readLatencyNs: node.readLatencyNs,
      readBandwidthMbps: node.readBandwidthMbps,
      loadedLatencyNs: node.loadedLatencyNs,
      usedBandwidthMbps: node.usedBandwidthMbps,
    })),
    cgroups: facts.cgroups.map(({ path, anon, file }) => ({
      path,
      nodes: [...anon, ...file].map(({ node, bytes }) => ({ id: node, bytes: Number(bytes) })),
    })),
    labels: facts.labels,
    pageSize: batch.pageSize,
    atUnixMs: batch.windowEndUnixMs,
  };
}

/** The host as people see it. */
export function hostState(host: FleetHost, policy: Policy): HostState {
  const summary = summarize(host.model, policy);
  return {
    hostId: host.hostId,
    bootId: host.bootId,
    lastBatchUnixMs: host.lastBatchUnixMs,
    lastSequence: host.lastSequence,
    ...(host.facts ? { facts: host.facts } : {}),
    classes: summary.classes.map(classState),
    ...sharesOf(summary),
    runs: summary.runs,
    spaces: summary.spaces,
    pagesMoved: host.pagesMoved,
  };
}

function classState(each: HostSummary['classes'][number]): NonNullable<HostState['classes']>[number] {
  const buckets = each.pagesByBucketAndTier.map((pages, i) => ({
    lowestHeat: BUCKET_LOWEST_HEAT[i] as number,
    pagesByTier: [...pages],
  }));
  return { class: each.name, buckets, ...sharesOf(each) };
}

function sharesOf(shares: Pick<HostSummary, 'starEstimate' | 'strr'>): { starEstimate?: number; strr?: number } {
  return {
    ...(shares.starEstimate === undefined ? {} : { starEstimate: shares.starEstimate }),
    ...(shares.strr === undefined ? {} : { strr: shares.strr }),
  };
}
