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

/** By speed: shares of what is known, and of what is slow. 0 and 1, for branches cost more than they spare here. */
const KNOWN = Float64Array.from({ length: 256 }, (_, speed) => (speed <= 1 ? 1 : 0));
const SLOW = Float64Array.from({ length: 256 }, (_, speed) => (speed === 1 ? 1 : 0));

/** Accesses a second that hit a node that is known, and of them those that hit a slow one. */
export interface Hits {
  readonly all: number;
  readonly slow: number;
}

export function hitsOf(node: Uint8Array, accesses: Float64Array, speedOf: Uint8Array): Hits {
  let [all, slow] = [0, 0];
  for (let i = 0; i < node.length; i++) {
    const speed = speedOf[node[i] as number] as number;
    const seen = accesses[i] as number;
    all += seen * (KNOWN[speed] as number);
    slow += seen * (SLOW[speed] as number);
  }
  return { all, slow };
}
