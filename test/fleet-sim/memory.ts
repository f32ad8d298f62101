import { type Random, shuffled } from './random.js';

export const FAST = 0;
export const SLOW = 1;

/** Nodes of a modelled host: FAST and SLOW, one of each tier. */
export interface MemoryShape {
  readonly blocks: number;
  readonly fastBlocks: number;
  readonly slowBlocks: number;
}

/** Blocks on two nodes; never more on one than it holds. A block is moved whole, as the kernel moves a huge page. */
export class TieredMemory {
  /** By block: FAST or SLOW. */
  readonly nodeOf: Uint8Array;
  private readonly capacity: readonly [number, number];
  private readonly used: [number, number] = [0, 0];

  private constructor(shape: MemoryShape, nodeOf: Uint8Array) {
    this.capacity = [shape.fastBlocks, shape.slowBlocks];
    this.nodeOf = nodeOf;
    for (const node of nodeOf) this.used[node as 0 | 1]++;
    for (const node of [FAST, SLOW] as const) {
      if (this.used[node] > this.capacity[node])
        throw new RangeError(`node ${node} holds ${this.capacity[node]} blocks`);
    }
  }

  /** As Linux places what is first touched in mixed order: fast until `fill` (0..1) of the fast node is used, then slow. */
  static firstTouch(shape: MemoryShape, fill: number, random: Random): TieredMemory {
    const nodeOf = new Uint8Array(shape.blocks).fill(SLOW);
    for (const block of shuffled(shape.blocks, random).subarray(0, Math.floor(shape.fastBlocks * fill))) {
      nodeOf[block] = FAST;
    }
    return new TieredMemory(shape, nodeOf);
  }

  /** Another memory of the same shape and placement, that goes its own way. */
  copy(): TieredMemory {
    const [fastBlocks, slowBlocks] = this.capacity;
    return new TieredMemory({ blocks: this.nodeOf.length, fastBlocks, slowBlocks }, this.nodeOf.slice());
  }

  free(node: typeof FAST | typeof SLOW): number {
    return this.capacity[node] - this.used[node];
  }

  total(node: typeof FAST | typeof SLOW): number {
    return this.capacity[node];
  }

  /** Moves a block; false, and nothing done, when the node is full. A block that is there already stays. */
  move(block: number, node: typeof FAST | typeof SLOW): boolean {
    const from = this.nodeOf[block];
    if (from === undefined) throw new RangeError(`block ${block} of ${this.nodeOf.length}`);
    if (from === node) return true;
    if (this.free(node) === 0) return false;
    this.nodeOf[block] = node;
    this.used[node]++;
    this.used[from as 0 | 1]--;
    return true;
  }
}
