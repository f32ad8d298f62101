import type { MemoryNode, Topology } from '../kernel/port.js';

/**
 * A reading older than this is taken again, and earlier once so much of the room that it told of is taken: what others
 * allocate meanwhile is little beside what must stay free. What is taken since is taken off it.
 */
const FRESH_MS = 250;
const TAKEN_SHARE = 0.25;

/**
 * Room on nodes of the fast tier: free bytes above what must stay free, which is the larger of the node's low watermark
 * (below it the kernel begins to reclaim) and a share of the node. Promotions wait for it; demotions make it.
 */
export class Headroom {
  private readonly read: () => Topology;
  private readonly share: number;
  private readonly rooms = new Map<number, number>();
  /** Bytes of batches under way, by node: a reading does not tell how many of them it has seen arrive. */
  private readonly underWay = new Map<number, number>();
  /** As read, less what was under way then, before anything more was taken. */
  private readonly roomsRead = new Map<number, number>();
  private readMs = Number.NEGATIVE_INFINITY;
  /** Nodes that answered ENOMEM and have not had room since. */
  private readonly full = new Set<number>();

  /** `share`: of each node's memory that our promotions leave free, 0..1. */
  constructor(read: () => Topology, share: number) {
    this.read = read;
    this.share = share;
  }

  /** Bytes that may be promoted to this node now; 0 for a node that is not there. */
  room(node: number, nowMs: number): number {
    const left = (this.rooms.get(node) ?? 0) / (this.roomsRead.get(node) ?? 0);
    const isFresh = nowMs - this.readMs <= FRESH_MS && nowMs >= this.readMs && left >= 1 - TAKEN_SHARE;
    if (!isFresh) {
      this.rooms.clear();
      for (const found of this.read().nodes) {
        const room = roomOf(found, this.share) - (this.underWay.get(found.id) ?? 0);
        this.rooms.set(found.id, room);
        this.roomsRead.set(found.id, room);
      }
      this.readMs = nowMs;
    }
    return Math.max(0, this.rooms.get(node) ?? 0);
  }

  /** The kernel found no free page on this node (ENOMEM): nothing goes there until a reading says that there is room. */
  ranOut(node: number): void {
    this.full.add(node);
    this.readMs = Number.NEGATIVE_INFINITY;
  }

  /** Bytes that may go to this node in a direction that makes room elsewhere: all, unless it ran out. */
  roomBelow(node: number, nowMs: number): number {
    if (!this.full.has(node)) return Number.POSITIVE_INFINITY;
    const room = this.room(node, nowMs);
    if (room > 0) this.full.delete(node);
    return room;
  }

  /** Takes what a promotion may move off the last reading, and off those to come until it has landed. */
  taken(node: number, bytes: number): void {
    this.rooms.set(node, (this.rooms.get(node) ?? 0) - bytes);
    this.underWay.set(node, (this.underWay.get(node) ?? 0) + bytes);
  }

  /** Ends what `taken` began, whatever was moved: the next reading tells, which is taken at once where another as large would not fit. */
  landed(node: number, bytes: number): void {
    this.underWay.set(node, (this.underWay.get(node) ?? 0) - bytes);
    if ((this.rooms.get(node) ?? 0) < bytes) this.readMs = Number.NEGATIVE_INFINITY;
  }
}

export function roomOf(node: MemoryNode, share: number): number {
  const kept = Math.max(node.watermarks?.lowBytes ?? 0, node.totalBytes * share);
  return node.freeBytes - kept;
}
