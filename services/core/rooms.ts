import type { HostNode } from './host.js';

/**
 * Room on the nodes of a host, in pages: what plans may fill without touching the headroom. Room that demotions of the same
 * plan make is kept apart, for it is there only once they are done.
 */
export class Rooms {
  readonly #nodes: readonly HostNode[];
  /** By node id: pages free at once; below 0 where the headroom is not whole. */
  readonly #now = new Map<number, number>();
  /** By node id: pages that planned demotions free, less what is planned into them. */
  readonly #made = new Map<number, number>();
  readonly fastestTier: number;

  /**
   * @param headroomShare share of a node's memory to leave free, by rank of its tier; the low watermark is left at least
   * @param pagesTo pages that earlier plans bring to a node and that its free bytes do not tell yet
   */
  constructor(
    nodes: readonly HostNode[],
    pageSize: number,
    headroomShare: (rank: number) => number,
    pagesTo: ReadonlyMap<number, number>,
  ) {
    this.#nodes = nodes;
    this.fastestTier = Math.min(...nodes.map((node) => node.tier));
    for (const node of nodes) {
      const headroom = Math.max(headroomShare(node.tier) * node.totalBytes, node.lowWatermarkBytes ?? 0);
      const pages = Math.floor((node.freeBytes - headroom) / pageSize) - (pagesTo.get(node.id) ?? 0);
      this.#now.set(node.id, pages);
    }
  }

  /** Pages for which there is room at once on the nodes of these tiers. */
  now(among: (tier: number) => boolean): number {
    return this.#sum(among, (id) => this.#nowOf(id));
  }

  /** The same once the demotions planned are done. */
  later(among: (tier: number) => boolean): number {
    return this.#sum(among, (id) => this.#laterOf(id));
  }

  /** The node to demote to: in the next tier down that has room, on the same socket where there is one, with most room. */
  below(fromNode: number, unit: number): Place | undefined {
    const from = this.#nodes.find((node) => node.id === fromNode);
    if (!from) return undefined;
    const slower = this.#nodes.filter((node) => node.tier > from.tier && this.#nowOf(node.id) >= unit);
    const next = Math.min(...slower.map((node) => node.tier));
    return this.#best(
      slower.filter((node) => node.tier === next),
      from.socket,
      (id) => this.#nowOf(id),
    );
  }

  /** The node of the fastest tier to promote to: on the same socket where there is room, else with most room. */
  fastest(fromNode: number, unit: number, when: 'now' | 'later'): Place | undefined {
    const from = this.#nodes.find((node) => node.id === fromNode);
    const roomOf = (id: number): number => (when === 'now' ? this.#nowOf(id) : this.#laterOf(id));
    const fast = this.#nodes.filter((node) => node.tier === this.fastestTier && roomOf(node.id) >= unit);
    return this.#best(fast, from?.socket, roomOf);
  }

  /** Planned moves bring pages to a node: at once, or later into the room made, as far as that goes. */
  fill(node: number, pages: number, when: 'now' | 'later'): void {
    const room = when === 'now' ? this.#now : this.#made;
    room.set(node, (room.get(node) ?? 0) - pages);
  }

  /** A planned demotion takes pages off a node. */
  free(node: number, pages: number): void {
    this.#made.set(node, (this.#made.get(node) ?? 0) + pages);
  }

  #nowOf(id: number): number {
    // What comes later may fill more than the room made, and then takes of what is free at once.
    return Math.min(this.#now.get(id) ?? 0, this.#laterOf(id));
  }

  #laterOf(id: number): number {
    return (this.#now.get(id) ?? 0) + (this.#made.get(id) ?? 0);
  }

  #sum(among: (tier: number) => boolean, roomOf: (id: number) => number): number {
    return this.#nodes.reduce((sum, node) => (among(node.tier) ? sum + Math.max(0, roomOf(node.id)) : sum), 0);
  }

  #best(nodes: readonly HostNode[], socket: number | undefined, roomOf: (id: number) => number): Place | undefined {
    let best: Place | undefined;
    for (const node of nodes) {
      const place = { node: node.id, pages: roomOf(node.id), near: socket !== undefined && node.socket === socket };
      if (!best || (place.near && !best.near) || (place.near === best.near && place.pages > best.pages)) best = place;
    }
    return best;
  }
}

/** A node that takes pages, and how many. */
export interface Place {
  readonly node: number;
  readonly pages: number;
  /** On the socket that the pages come from. */
  readonly near: boolean;
}
