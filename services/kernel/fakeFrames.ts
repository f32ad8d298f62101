/** Page frames of a fake machine of two nodes: a frame holds a page or none, and DAMON is free or somebody else's. */
import type { KernelError } from './errno.js';
import type { FrameMigration, FramePort, FramesMigrated } from './framePort.js';

export class FakeFrames implements FramePort {
  /** Frames that hold a page. */
  readonly inUse = new Set<number>();
  /** Frames whose page the kernel keeps. */
  readonly kept = new Set<number>();
  /** Called before a migration, e.g. to let a page be freed under it. */
  beforeMigrate: (() => void) | undefined;
  readonly asked: FrameMigration[] = [];
  obstacle: KernelError | undefined;
  readonly #perNode: number;
  readonly #pageSize = 4096;

  /** `perNode`: frames of each node; node 0 has the first ones. */
  constructor(perNode: number) {
    this.#perNode = perNode;
  }

  firstOf(node: number): number | undefined {
    return node < 2 ? node * this.#perNode : undefined;
  }

  nodes(frames: Float64Array): Int32Array {
    return Int32Array.from(frames, (frame) => (frame < 2 * this.#perNode ? Math.floor(frame / this.#perNode) : -1));
  }

  listed(frames: Float64Array): Uint8Array {
    return Uint8Array.from(frames, (frame) => (this.inUse.has(frame) ? 1 : 0));
  }

  async rehearse(): Promise<void> {
    if (this.obstacle) throw this.obstacle;
  }

  async migrate(wanted: FrameMigration): Promise<FramesMigrated> {
    if (this.obstacle) throw this.obstacle;
    this.asked.push(wanted);
    this.beforeMigrate?.();
    let [tried, applied] = [0, 0];
    for (const { start, end } of wanted.ranges) {
      tried += (end - start) * this.#pageSize;
      for (let frame = start; frame < end; frame += 1) {
        if (this.kept.has(frame) || !this.inUse.delete(frame)) continue;
        applied += this.#pageSize;
      }
    }
    return { tried, applied };
  }
}
