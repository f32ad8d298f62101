import { FAST, type TieredMemory } from './memory.js';

/** Accesses counted by what they hit, in accesses a page of a block: only shares of them mean anything. */
export class Hits {
  fast = 0;
  all = 0;

  /** Adds an interval in which blocks lie as they do now. */
  add(memory: TieredMemory, rates: Float32Array, seconds: number): void {
    const { nodeOf } = memory;
    let fast = 0;
    let all = 0;
    for (let i = 0; i < rates.length; i++) {
      const rate = rates[i] as number;
      all += rate;
      if (nodeOf[i] === FAST) fast += rate;
    }
    this.fast += fast * seconds;
    this.all += all * seconds;
  }

  /** Share of accesses that hit the fast tier, 0..1; STAR is what is left to 1. */
  get share(): number {
    return this.all > 0 ? this.fast / this.all : 1;
  }
}
