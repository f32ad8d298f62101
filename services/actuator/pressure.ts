/**
 * What memory pressure leaves of the byte rate: additive increase, multiplicative decrease. Pure.
 *
 * PSI `some avg10` is the share of the last ten seconds in which some task stalled on memory. Moving pages stalls the
 * tasks that touch them and takes bandwidth from all, so under pressure we are the first to step back.
 */

export interface PressurePolicy {
  /** Share of time stalled (0..1) above which the rate falls. */
  readonly threshold: number;
  /** The rate is multiplied by this at each look above the threshold. */
  readonly decrease: number;
  /** Share of the full rate that is given back at each look below it. */
  readonly increase: number;
  /** Share of the full rate that is always left. */
  readonly floor: number;
}

export const DEFAULT_PRESSURE: PressurePolicy = { threshold: 0.1, decrease: 0.5, increase: 0.05, floor: 0.05 };

/**
 * The next share of the full rate, from the last one and a new reading. `someAvg10` undefined: this kernel has no PSI,
 * and nothing is held back.
 */
export function nextShare(share: number, someAvg10: number | undefined, policy: PressurePolicy): number {
  if (someAvg10 === undefined) return 1;
  if (someAvg10 > policy.threshold) return Math.max(policy.floor, share * policy.decrease);
  return Math.min(1, share + policy.increase);
}
