import { binomial, type Random } from './random.js';

/** How a tracker looks: so often in a window, each time at one page of every block, whose access bit tells of so long. */
export interface Looks {
  readonly count: number;
  readonly seconds: number;
}

/** A look each tenth of a second: a hundred in a window of ten. */
export function looksIn(windowSeconds: number): Looks {
  const count = Math.max(1, Math.round(windowSeconds * 10));
  return { count, seconds: windowSeconds / count };
}

/** Share of looks that see a page accessed which has so many accesses a second, at random times: an access bit saturates. */
export function seenShare(rate: number, looks: Looks): number {
  return -Math.expm1(-rate * looks.seconds);
}

/** What the tracker says of each block: 0 (never seen accessed) .. 255 (in every look), with the noise of so few looks. */
export function evidenceOf(rates: Float32Array, looks: Looks, random: Random): Uint8Array {
  const evidence = new Uint8Array(rates.length);
  for (let i = 0; i < rates.length; i++) {
    const seen = binomial(looks.count, seenShare(rates[i] as number, looks), random);
    evidence[i] = Math.round((255 * seen) / looks.count);
  }
  return evidence;
}
