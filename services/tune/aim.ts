import type { Score } from '../backtest/report.js';

/** star: the least share of slow accesses. strr: the most memory in slow tiers. moved: the fewest bytes moved. */
export const OBJECTIVES = ['star', 'strr', 'moved'] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** What is looked for, and what a policy has to keep to. */
export interface Aim {
  readonly objective: Objective;
  readonly maxStar?: number;
  readonly minStrr?: number;
  /** On all of the data; a part of it may move its share. */
  readonly maxBytes?: number;
}

/** What one candidate came to. */
export type Standing = Pick<Score, 'starEstimate' | 'strr' | 'bytesMoved'>;

/** By how much limits are overstepped, as shares of them, in all; 0 where all are kept. `part`: share of all data that this is of. */
export function excess({ maxStar, minStrr, maxBytes }: Aim, standing: Standing, part: number): number {
  const { starEstimate = 0, strr = 0, bytesMoved } = standing;
  let sum = 0;
  if (maxStar !== undefined) sum += above(starEstimate, maxStar);
  if (minStrr !== undefined) sum += above(minStrr, strr);
  if (maxBytes !== undefined) sum += above(bytesMoved, maxBytes * part);
  return sum;
}

function above(value: number, limit: number): number {
  return value > limit ? (value - limit) / Math.max(limit, Number.EPSILON) : 0;
}

/** Negative where `a` is better: what keeps to the limits first, then by the objective, then what moves less. */
export function compare(aim: Aim, a: Standing, b: Standing, part: number): number {
  const beyond = excess(aim, a, part) - excess(aim, b, part);
  if (beyond !== 0) return beyond;
  return cost(aim.objective, a) - cost(aim.objective, b) || a.bytesMoved - b.bytesMoved;
}

function cost(objective: Objective, { starEstimate = 0, strr = 0, bytesMoved }: Standing): number {
  if (objective === 'star') return starEstimate;
  return objective === 'strr' ? -strr : bytesMoved;
}
