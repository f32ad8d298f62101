/**
 * How the error rate is spread over looks. Evidence at look k counts with weight w(k), and the weights of all looks that there can
 * ever be add up to 1. The weighted sum of e-values that have mean 1 each has mean 1 at most, however they hang together and
 * whenever one stops, so that it exceeds 1/rate with a chance of at most `rate` (Markov). That is alpha spending (Lan and DeMets,
 * "Discrete sequential boundaries for clinical trials", 1983) with sums in place of the largest.
 */

/** Share of the weight on the looks that are planned; the rest is for those when a person has an analysis go on. */
const PLANNED = 0.9;

/** Weight of look k = 1, 2, …, where `planned` (at least 1) are. Early ones weigh more, for great harm shows early. */
export function lookWeight(look: number, planned: number): number {
  if (look > planned) return ((1 - PLANNED) * planned) / (look * (look - 1));
  return PLANNED / (look * harmonic(planned));
}

function harmonic(count: number): number {
  let sum = 0;
  for (let i = 1; i <= count; i++) sum += 1 / i;
  return sum;
}
