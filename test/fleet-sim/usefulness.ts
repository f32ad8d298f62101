import { FAST, SLOW } from './memory.js';

/**
 * Tells useless moves from others: those that went back within the window, and promotions that were not seen hot within it.
 * A move is counted once its window is over, so that all counted ones had the same time to prove their worth.
 */
export class Usefulness {
  /** By block: when its last move was, -1 when it was judged or never was; where it went; whether seen hot since. */
  private readonly movedAt: Float64Array;
  private readonly toNode: Uint8Array;
  private readonly seenHot: Uint8Array;
  judged = 0;
  useless = 0;
  wentBack = 0;
  notSeenHot = 0;

  constructor(
    blocks: number,
    private readonly windowSeconds: number,
    private readonly hotEvidence: number,
  ) {
    this.movedAt = new Float64Array(blocks).fill(-1);
    this.toNode = new Uint8Array(blocks);
    this.seenHot = new Uint8Array(blocks);
  }

  get share(): number {
    return this.judged > 0 ? this.useless / this.judged : 0;
  }

  moved(block: number, toNode: number, seconds: number): void {
    const before = this.movedAt[block] as number;
    // The move before this one was the other way: within its window it was for nothing.
    if (before >= 0) this.judge(block, seconds - before < this.windowSeconds ? 'went-back' : 'over');
    this.movedAt[block] = seconds;
    this.toNode[block] = toNode;
    this.seenHot[block] = 0;
  }

  /** What a window that ended at `seconds` saw of each block. */
  look(evidence: Uint8Array, seconds: number): void {
    for (let block = 0; block < evidence.length; block++) {
      const at = this.movedAt[block] as number;
      if (at < 0) continue;
      if ((evidence[block] as number) >= this.hotEvidence) this.seenHot[block] = 1;
      if (seconds - at >= this.windowSeconds) this.judge(block, 'over');
    }
  }

  private judge(block: number, how: 'went-back' | 'over'): void {
    this.judged++;
    const cold = this.toNode[block] === FAST && this.seenHot[block] === 0;
    if (how === 'went-back') this.wentBack++;
    else if (cold) this.notSeenHot++;
    if (how === 'went-back' || cold) this.useless++;
    this.movedAt[block] = -1;
    this.toNode[block] = SLOW;
  }
}
