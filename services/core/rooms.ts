import type { HostNode } from './host.js';
import type { PairBudgets } from './pairBudgets.js';

/** What a room is bounded by. */
export interface RoomRules {
  readonly pageSize: number;
  /** Share of a node's memory to leave free, by rank of its tier; the kernel's low watermark is left at least. */
  readonly headroomShare: (rank: number) => number;
  /** Share free below which room is made by demotion, up to the headroom. */
  readonly lowShare: (rank: number) => number;
  /** The one rank that a tier is demoted to; undefined for the next slower that has room. */
  readonly demoteTo: (rank: number) => number | undefined;
  readonly acrossSockets: boolean;
  /** Pages that earlier plans bring to a node, and take off one, that its free bytes do not tell yet. */
  readonly pagesTo: ReadonlyMap<number, number>;
  readonly pagesFrom: ReadonlyMap<number, number>;
  /** Nodes that take no promotions. */
  readonly closed: Pick<ReadonlyMap<number, unknown>, 'has'>;
  readonly pairs: PairBudgets;
}

/**
 * Room on the nodes of a host, in pages: what plans may fill without touching the headroom. Room that demotions of the same
 * plan make is kept apart, for it is there only once they are done.
 */
export class Rooms {
  readonly #nodes: readonly HostNode[];
  readonly #rules: RoomRules;
  /** By node id: pages free at once; below 0 where the headroom is not whole. */
  readonly #now = new Map<number, number>();
  /** By node id: pages that planned demotions free, less what is planned into them. */
  readonly #made = new Map<number, number>();
  /** By node id: pages that are to leave it so that its headroom is whole again. */
  readonly deficits = new Map<number, number>();
  readonly fastestTier: number;
  /** Those that take promotions. */
  readonly #open: readonly HostNode[];
  readonly #belowOf = new Map<number, readonly HostNode[]>();

  constructor(nodes: readonly HostNode[], rules: RoomRules) {
    this.#nodes = nodes;
    this.#rules = rules;
    this.fastestTier = Math.min(...nodes.map((node) => node.tier));
    this.#open = nodes.filter((node) => this.#isOpen(node));
    const slowest = Math.max(...nodes.map((node) => node.tier));
    const { pageSize, pagesTo, pagesFrom } = rules;
    for (const node of nodes) {
      const watermark = node.lowWatermarkBytes ?? 0;
      const high = Math.max(rules.headroomShare(node.tier) * node.totalBytes, watermark);
      const low = Math.max(rules.lowShare(node.tier) * node.totalBytes, watermark);
      const coming = pagesTo.get(node.id) ?? 0;
      this.#now.set(node.id, Math.floor((node.freeBytes - high) / pageSize) - coming);
      const free = node.freeBytes + ((pagesFrom.get(node.id) ?? 0) - coming) * pageSize;
      if (free < low && node.tier < slowest) this.deficits.set(node.id, Math.ceil((high - free) / pageSize));
    }
  }

  /** Pages for which there is room at once on the nodes of these tiers; promotions find none on closed nodes. */
  now(among: (tier: number) => boolean): number {
    return this.#sum(among, (id) => this.nowOf(id));
  }

  /** Pages that a node's demotions find room for now. */
  belowOf(fromNode: number): number {
    let sum = 0;
    for (const node of this.#below(fromNode)) {
      sum += Math.max(0, Math.min(this.nowOf(node.id), this.#rules.pairs.left(fromNode, node.id)));
    }
    return sum;
  }

  /** The node to demote to: in the next tier down that has room, on the same socket where there is one, with most room. */
  below(fromNode: number, unit: number): Place | undefined {
    return this.#best(this.#below(fromNode), fromNode, unit, 'now');
  }

  /** Pages that may still go up from a node to the fastest tier. */
  pairsUpOf(from: number): number {
    if (this.#node(from)?.tier === this.fastestTier) return 0;
    let sum = 0;
    for (const to of this.#nodes) if (this.#isOpen(to)) sum += this.#rules.pairs.left(from, to.id);
    return sum;
  }

  /** The node of the fastest tier to promote to: on the same socket where there is room, else with most room. */
  fastest(fromNode: number, unit: number, when: 'now' | 'later'): Place | undefined {
    return this.#best(this.#open, fromNode, unit, when);
  }

  /** Planned moves bring pages to a node: at once, or later into the room made, as far as that goes. */
  fill(from: number, to: number, pages: number, when: 'now' | 'later'): void {
    const room = when === 'now' ? this.#now : this.#made;
    room.set(to, (room.get(to) ?? 0) - pages);
    this.#rules.pairs.spend(from, to, pages);
  }

  /** A planned demotion takes pages off a node. */
  free(node: number, pages: number): void {
    this.#made.set(node, (this.#made.get(node) ?? 0) + pages);
  }

  /** The nodes that one is demoted to: of slower tiers by the path, and on its socket unless others are allowed. */
  #below(fromNode: number): readonly HostNode[] {
    const known = this.#belowOf.get(fromNode);
    if (known) return known;
    const found = this.#findBelow(fromNode);
    this.#belowOf.set(fromNode, found);
    return found;
  }

  #findBelow(fromNode: number): readonly HostNode[] {
    const from = this.#node(fromNode);
    if (!from) return [];
    const only = this.#rules.demoteTo(from.tier);
    const exists = this.#nodes.some((node) => node.tier === only);
    return this.#nodes.filter((node) => {
      if (node.tier <= from.tier || (exists && node.tier !== only)) return false;
      const far = from.socket !== undefined && node.socket !== undefined && from.socket !== node.socket;
      return this.#rules.acrossSockets || !far;
    });
  }

  /** Of the fastest tier among these that has room for a unit: the near ones first, then the roomiest. */
  #best(nodes: readonly HostNode[], fromNode: number, unit: number, when: 'now' | 'later'): Place | undefined {
    const socket = this.#node(fromNode)?.socket;
    let best = -1;
    let bestTier = Infinity;
    let bestNear = false;
    let bestPages = 0;
    for (const { id, tier, socket: own } of nodes) {
      if (tier > bestTier) continue;
      const free = when === 'now' ? this.nowOf(id) : this.#laterOf(id);
      const pages = Math.min(free, this.#rules.pairs.left(fromNode, id));
      if (pages < unit) continue;
      const near = socket !== undefined && own === socket;
      const better = tier < bestTier || (near && !bestNear) || (near === bestNear && pages > bestPages);
      if (!better) continue;
      best = id;
      bestTier = tier;
      bestNear = near;
      bestPages = pages;
    }
    return best < 0 ? undefined : { node: best, pages: bestPages };
  }

  #isOpen(node: HostNode): boolean {
    return node.tier === this.fastestTier && !this.#rules.closed.has(node.id);
  }

  #node(id: number): HostNode | undefined {
    return this.#nodes.find((node) => node.id === id);
  }

  /** Pages for which there is room at once on one node; below 0 where its headroom is not whole. */
  nowOf(id: number): number {
    // What comes later may fill more than the room made, and then takes of what is free at once.
    return Math.min(this.#now.get(id) ?? 0, this.#laterOf(id));
  }

  #laterOf(id: number): number {
    return (this.#now.get(id) ?? 0) + (this.#made.get(id) ?? 0);
  }

  #sum(among: (tier: number) => boolean, roomOf: (id: number) => number): number {
    let sum = 0;
    for (const node of this.#nodes) {
      if (!among(node.tier) || (node.tier === this.fastestTier && !this.#isOpen(node))) continue;
      sum += Math.max(0, roomOf(node.id));
    }
    return sum;
  }
}

/** A node that takes pages, and how many. */
export interface Place {
  readonly node: number;
  readonly pages: number;
}
