import type { PricesSpec } from './policySpec.js';

const GIB = 2 ** 30;
/** A month of 30 days. */
const MONTH_SECONDS = 30 * 86_400;

/**
 * Money that memory in slower tiers saved, against all of it in the fastest: for each tier its GiB-months times what a GiB of
 * the fastest costs more, less the penalty for the accesses that it slowed. Below 0 where those cost more. Tiers without a
 * price have that of the last one with. docs/cost-model.md works an example by hand.
 *
 * @param byteSecondsByTier by tier rank
 */
export function moneySaved(prices: PricesSpec, byteSecondsByTier: readonly number[], slowAccesses: number): number {
  const { perGibMonthByTier: by, perMillionSlowAccesses } = prices;
  const priceOf = (rank: number): number => by[Math.min(rank, by.length - 1)] ?? 0;
  const saved = byteSecondsByTier.reduce(
    (sum, byteSeconds, rank) => sum + (byteSeconds / GIB / MONTH_SECONDS) * (priceOf(0) - priceOf(rank)),
    0,
  );
  return saved - (slowAccesses / 1e6) * perMillionSlowAccesses;
}
