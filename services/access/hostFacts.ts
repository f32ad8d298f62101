import type { HostFacts__Output } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { HostFacts, HostNode } from '../core/host.js';
import type { BatchReading } from './batchReader.js';

/** What facts can be read after their window at most; the trackers' answers and residency come before them. */
const MAX_READING_MS = 10_000;

/** A space that no look saw for this long is gone, though nobody said that it ended. */
export const UNSEEN_SECONDS = 300;

/** The facts of a batch as core takes them. */
export function coreFacts(facts: HostFacts__Output, batch: BatchReading): HostFacts {
  const nodes: HostNode[] = [];
  for (const node of facts.nodes) {
    // One without a tier is none that anything is planned for.
    if (node.tier === undefined) continue;
    nodes.push({
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
    });
  }
  return {
    nodes,
    cgroups: facts.cgroups.map(({ path, anon, file }) => ({
      path,
      nodes: [...anon, ...file].map(({ node, bytes }) => ({ id: node, bytes: Number(bytes) })),
    })),
    labels: facts.labels,
    pageSize: batch.pageSize,
    atUnixMs: readUnixMs(facts, batch),
  };
}

/** A time before the window is none, and one long after it is no time of this host's clock either. */
function readUnixMs(facts: HostFacts__Output, batch: BatchReading): number {
  const { windowStartUnixMs, windowEndUnixMs } = batch;
  const longest = windowEndUnixMs + Math.max(MAX_READING_MS, windowEndUnixMs - windowStartUnixMs);
  return Math.min(Math.max(Number(facts.readUnixMs) || 0, windowEndUnixMs), longest);
}
