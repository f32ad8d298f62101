/** Exact up to this many pairs: the distribution costs their number times the larger group. */
const EXACT_PAIRS = 2500;

/** One-sided p that the first group is higher (Mann and Whitney, 1947): exact for small groups, else by the normal distribution. */
export function mannWhitney(high: readonly number[], low: readonly number[]): number {
  let wins = 0;
  for (const a of high) for (const b of low) wins += a > b ? 1 : a === b ? 0.5 : 0;
  const pairs = high.length * low.length;
  if (pairs > EXACT_PAIRS) {
    const sigma = Math.sqrt((pairs * (high.length + low.length + 1)) / 12);
    return upperTail((wins - 0.5 - pairs / 2) / sigma);
  }
  const chances = distribution(high.length, low.length);
  return chances.slice(Math.floor(wins)).reduce((a, b) => a + b, 0);
}

const known = new Map<string, readonly number[]>();

/** Chances of each number of wins, by the coefficients of the Gaussian binomial: prod (1 - q^(m+i)) / (1 - q^i). */
function distribution(first: number, second: number): readonly number[] {
  const key = `${first}/${second}`;
  const before = known.get(key);
  if (before) return before;
  const counts = new Array<number>(first * second + 1).fill(0);
  counts[0] = 1;
  for (let i = 1; i <= first; i++) {
    for (let k = counts.length - 1; k >= second + i; k--) counts[k] = at(counts, k) - at(counts, k - second - i);
    for (let k = i; k < counts.length; k++) counts[k] = at(counts, k) + at(counts, k - i);
  }
  const all = counts.reduce((a, b) => a + b, 0);
  const chances = counts.map((count) => count / all);
  known.set(key, chances);
  return chances;
}

function at(values: readonly number[], index: number): number {
  return values[index] as number;
}

/** Abramowitz and Stegun, 26.2.17, to 7.5e-8; beyond 5 by the tail's leading term, 26.2.12. */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 5) return density / z;
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? tail : 1 - tail;
}
