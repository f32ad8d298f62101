/**
 * Evidence that a cohort's values are higher than control's, from the fact alone that hosts were drawn by lot.
 *
 * If the revision made no difference, the same values would have come about whichever hosts had been drawn. So
 * E = exp(rate * sum of the cohort's scores) / (its mean over all cohorts of this size that could have been drawn) has mean 1,
 * whatever the distribution of the values, however hosts differ, and whatever happened within a host over time: it is an
 * e-value (Vovk and Wang, "E-values: calibration, combination and applications", 2021) of a randomisation test (Fisher, "The
 * Design of Experiments", 1935), here of scores of ranks. A mean of e-values at several rates is one as well. A cohort value
 * that is raised never lowers E, so that where no host of the cohort is worse than it would have been, the mean of E is at most 1.
 * E is at most the number of possible cohorts.
 */

/**
 * What a rank is worth, from the share of values below it. `even`: normal quantiles, best where all hosts are alike in what they
 * suffer. `upper`: the same above the median and nothing below, so that hosts that a harm spares do not speak against it.
 */
export type Scores = 'even' | 'upper';

/** Low rates suit small effects in large groups, high ones large effects in small groups. */
const RATES = [0.25, 0.5, 1, 2, 4, 8] as const;
/** A logistic quantile over this is close to the normal one. */
const LOGISTIC_TO_NORMAL = 1.7;
/** Steps of Newton's method at most; any odds give the right sum, the best ones the best rounding. */
const NEWTON_STEPS = 30;

/** The e-value, 0 or more; 1 says nothing, 100 is what chance shows in one of 100 draws at most. Ties count for control. */
export function relabellingEvidence(
  cohort: readonly number[],
  control: readonly number[],
  kind: Scores = 'even',
): number {
  if (cohort.length === 0 || control.length === 0) return 1;
  const { scores, logMeans } = reference(cohort.length, control.length, kind);
  const low = [...cohort].sort(ascending);
  const beside = [...control].sort(ascending);
  let sum = 0;
  let below = 0;
  low.forEach((value, rank) => {
    while (below < beside.length && (beside[below] as number) < value) below++;
    sum += scores[rank + below] as number;
  });
  let evidence = 0;
  RATES.forEach((rate, i) => {
    evidence += Math.exp(rate * sum - (logMeans[i] as number)) / RATES.length;
  });
  return evidence;
}

/** The most evidence that groups of these sizes can give, which is when each host of the cohort is above all of control. */
export function mostEvidence(cohort: number, control: number): number {
  return relabellingEvidence(
    Array.from({ length: cohort }, () => 1),
    Array.from({ length: control }, () => 0),
  );
}

interface Reference {
  /** By rank from 0. */
  readonly scores: readonly number[];
  /** By rate: ln of the mean of exp(rate * sum of scores) over all cohorts. */
  readonly logMeans: readonly number[];
}

/** They hang on the sizes alone, and cost a thousand times what looking them up does; sizes are bounded, so these are. */
const references = new Map<string, Reference>();

function reference(cohort: number, control: number, kind: Scores): Reference {
  const key = `${cohort}/${control}/${kind}`;
  let found = references.get(key);
  if (!found) {
    const hosts = cohort + control;
    const scores = Array.from({ length: hosts }, (_, rank) => {
      const share = (rank + 0.5) / hosts;
      const score = Math.log(share / (1 - share)) / LOGISTIC_TO_NORMAL;
      return kind === 'even' ? score : Math.max(0, score);
    });
    const logCohorts = logSubsetSum(new Array<number>(hosts).fill(0), cohort);
    const logMeanAt = (rate: number): number => {
      const powers = scores.map((score) => rate * score);
      return logSubsetSum(powers, cohort) - logCohorts;
    };
    found = { scores, logMeans: RATES.map(logMeanAt) };
    references.set(key, found);
  }
  return found;
}

/**
 * ln of the sum over all subsets of `size` of exp(sum of their powers). With chances p = odds e^power / (1 + odds e^power) of
 * being in, the subset's size has a Poisson-binomial distribution, whose probability at `size` is that sum times known factors
 * (Chen, Dempster and Liu, "Weighted finite population sampling to maximize entropy", 1994). It is computed near its mode,
 * where no digits are lost. Costs n * size steps.
 */
function logSubsetSum(powers: readonly number[], size: number): number {
  const logOdds = balancedLogOdds(powers, size);
  const ways = new Float64Array(size + 1);
  ways[0] = 1;
  let factors = 0;
  for (let i = 0; i < powers.length; i++) {
    const logit = logOdds + (powers[i] as number);
    const chance = 1 / (1 + Math.exp(-logit));
    factors += logit > 0 ? logit + Math.log1p(Math.exp(-logit)) : Math.log1p(Math.exp(logit));
    for (let k = Math.min(size, i + 1); k > 0; k--) {
      ways[k] = (ways[k] as number) * (1 - chance) + (ways[k - 1] as number) * chance;
    }
    ways[0] = (ways[0] as number) * (1 - chance);
  }
  return Math.log(ways[size] as number) + factors - size * logOdds;
}

/** ln odds at which about `size` are in. */
function balancedLogOdds(powers: readonly number[], size: number): number {
  let low = -Math.max(...powers) - 40;
  let high = -Math.min(...powers) + 40;
  let logOdds = Math.log(size / Math.max(1, powers.length - size));
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let expected = 0;
    let slope = 0;
    for (const power of powers) {
      const chance = 1 / (1 + Math.exp(-logOdds - power));
      expected += chance;
      slope += chance * (1 - chance);
    }
    if (Math.abs(expected - size) < 0.01) break;
    if (expected > size) high = logOdds;
    else low = logOdds;
    const next = logOdds - (expected - size) / slope;
    logOdds = next > low && next < high ? next : (low + high) / 2;
  }
  return logOdds;
}

function ascending(a: number, b: number): number {
  return a - b;
}
