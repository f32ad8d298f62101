/** Numbers in 0 (included) .. 1 (excluded); the same seed gives the same numbers in every run. */
export type Random = () => number;

/** T. Ettinger, mulberry32 (2017): 32 bits of state, enough for noise. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One number out of several, spread over 32 bits: a seed for each of many hosts and times. */
export function mixed(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const each of numbers) {
    hash = Math.imul(hash ^ (each >>> 0), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

/** 0 .. count - 1 in an order that hangs on the seed alone (Fisher and Yates, after Durstenfeld). */
export function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}

/** Above this many expected of the rarer kind, a normal distribution is as good for what is rounded to a byte. */
const NORMAL_FROM = 12;

/** How many of `looks` come true where each does with `share`: exact by counting the gaps, or by a normal distribution. */
export function binomial(looks: number, share: number, random: Random): number {
  if (share <= 0) return 0;
  if (share >= 1) return looks;
  if (share > 0.5) return looks - binomial(looks, 1 - share, random);
  const expected = looks * share;
  if (expected > NORMAL_FROM) {
    const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.min(looks, Math.max(0, Math.round(expected + gauss * Math.sqrt(expected * (1 - share)))));
  }
  // The gap to the next that comes true is geometric (Devroye, Non-Uniform Random Variate Generation, 1986, X.4.3).
  const scale = 1 / Math.log1p(-share);
  let seen = -1;
  for (let at = 0; at <= looks; seen++) at += Math.floor(Math.log(1 - random()) * scale) + 1;
  return seen;
}
