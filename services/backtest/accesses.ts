import type { LookRuns } from '../core/look.js';

/** By run: accesses a second. `rates`: by evidence, of a page. */
export function fillAccesses(
  accesses: Float64Array,
  pages: Float64Array,
  evidence: Uint8Array,
  rates: Float64Array,
): void {
  for (let i = 0; i < accesses.length; i++) {
    accesses[i] = (pages[i] as number) * (rates[evidence[i] as number] as number);
  }
}

export function accessesOf({ pages, evidence }: LookRuns, rates: Float64Array): Float64Array {
  const accesses = new Float64Array(pages.length);
  fillAccesses(accesses, pages, evidence, rates);
  return accesses;
}

/** By node id: 1 where it is known, and where it is known to be slow, else 0; for branches cost more than they spare here. */
export interface Shares {
  readonly known: Float64Array;
  readonly slow: Float64Array;
}

/** `speedOf`: by node id, 0 on the fastest tier, 1 on a slower one, 255 on none that is known. */
export function sharesOf(speedOf: Uint8Array): Shares {
  return {
    known: Float64Array.from(speedOf, (speed) => (speed <= 1 ? 1 : 0)),
    slow: Float64Array.from(speedOf, (speed) => (speed === 1 ? 1 : 0)),
  };
}

/** Accesses a second that hit a node that is known, and of them those that hit a slow one. */
export interface Hits {
  readonly all: number;
  readonly slow: number;
}

export function hitsOf(node: Uint8Array, accesses: Float64Array, { known, slow: slowOnes }: Shares): Hits {
  let all = 0;
  let slow = 0;
  for (let i = 0; i < node.length; i++) {
    const on = node[i] as number;
    const seen = accesses[i] as number;
    all += seen * (known[on] as number);
    slow += seen * (slowOnes[on] as number);
  }
  return { all, slow };
}
