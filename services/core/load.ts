import type { HostNode } from './host.js';

/** Share of what a node can deliver above which more heat only makes it slower. */
export const BANDWIDTH_SHARE_MOST = 0.9;

/** Why a node takes no promotions now, with what it was judged by. */
export interface Load {
  readonly text: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/**
 * Whether a fast node is so loaded that promotions would not make accesses faster: it delivers nearly what it can (HMAT), or
 * an access under load takes no less there than on a slower tier, which is where Colloid (Vuppalapati and Agarwal, SOSP '24)
 * stops. Undefined where it is not, or where the host does not tell.
 */
export function loadOf(node: HostNode, nodes: readonly HostNode[]): Load | undefined {
  const { usedBandwidthMbps: used, readBandwidthMbps: most, loadedLatencyNs: loaded } = node;
  if (used !== undefined && most !== undefined && most > 0 && used >= BANDWIDTH_SHARE_MOST * most) {
    return {
      text: `node ${node.id} delivers ${used} of ${most} MB/s: it takes no promotions`,
      numbers: { usedBandwidthMbps: used, readBandwidthMbps: most },
    };
  }
  if (loaded === undefined) return undefined;
  let slow = Infinity;
  for (const other of nodes) {
    if (other.tier > node.tier) slow = Math.min(slow, latencyOf(other) ?? Infinity);
  }
  if (loaded < slow) return undefined;
  return {
    text: `an access of node ${node.id} takes ${loaded} ns under load, of the slower tier ${slow} ns: it takes no promotions`,
    numbers: { loadedLatencyNs: loaded, slowLatencyNs: slow },
  };
}

/** What an access of a node takes, ns: as measured under load, else as the firmware tells (HMAT). */
export function latencyOf(node: HostNode): number | undefined {
  return node.loadedLatencyNs ?? node.readLatencyNs;
}
