import type { LookRuns } from '../core/look.js';

/** By run: accesses a second. `rates`: by evidence, of a page. */
export function accessesOf({ pages, evidence }: LookRuns, rates: Float64Array): Float64Array {
  const accesses = new Float64Array(pages.length);
  for (let i = 0; i < accesses.length; i++) {
    accesses[i] = (pages[i] as number) * (rates[evidence[i] as number] as number);
  }
  return accesses;
}

/** By node id: 1 where it is known, and where it is known to be slow, else 0; for branches cost more than they spare here. */
export interface Shares {
  readonly known: Float64Array;
  readonly slow: Float64Array;
  /** All 64 bits where it is slow: what the engine takes in place of a 1. */
  readonly masks: Uint8Array;
}

/** `speedOf`: by node id, 0 on the fastest tier, 1 on a slower one, 255 on none that is known. */
export function sharesOf(speedOf: Uint8Array): Shares {
  return {
    known: Float64Array.from(speedOf, (speed) => (speed <= 1 ? 1 : 0)),
    slow: Float64Array.from(speedOf, (speed) => (speed === 1 ? 1 : 0)),
    masks: Uint8Array.from({ length: 8 * speedOf.length }, (_, i) => (speedOf[i >> 3] === 1 ? 255 : 0)),
  };
}

/** Accesses a second that hit nodes, each for its share. */
export function hitsOf(node: Uint8Array, accesses: Float64Array, shares: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < node.length; i++) sum += (accesses[i] as number) * (shares[node[i] as number] as number);
  return sum;
}
