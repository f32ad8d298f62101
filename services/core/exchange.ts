import { type Bounds, byOrder, type Cell, highest, takeOf } from './cells.js';
import { heatBinOfColdness, isColdBin } from './coldness.js';
import { HEAT_BINS } from './histogram.js';

/** What an exchange is bounded by. */
export interface ExchangeRules {
  /** Pairs at most. */
  readonly most: number;
  /** Heat (0..1) that each pair gains at least; nothing is exchanged for what is as hot. */
  readonly gap: number;
  readonly promoting: Bounds;
  readonly demoting: Bounds;
  /** Pairs of these two that what both draw on has left. */
  readonly pairs: (hot: Cell, cold: Cell) => number;
  /** Place of a domain's class in the order: no class displaces one that goes before it. */
  readonly levelOf: (cell: Cell) => number;
}

/** Bins of heat that an exchange has to gain. */
export function gapBinsOf(gap: number): number {
  return Math.max(1, Math.ceil(gap * HEAT_BINS));
}

const anyBin = (): number => 0;

/**
 * Pairs the hottest of the slow tiers with the coldest of the fast one, until the heats of a pair are nearer than the gap:
 * both histograms are walked from their ends to where they cross. What goes first displaces whatever there is.
 *
 * @returns pairs taken: so many pages are promoted, and as many demoted
 */
export function exchange(up: readonly Cell[], down: readonly Cell[], rules: ExchangeRules): number {
  const gapBins = gapBinsOf(rules.gap);
  const groups = byOrder(down);
  let pairs = 0;
  for (const rising of byOrder(up)) {
    for (const sinking of groups) {
      while (pairs < rules.most) {
        const hot = highest(rising, rules.promoting, anyBin);
        const cold = highest(sinking, rules.demoting, anyBin);
        if (!hot || !cold || !gains(hot.cell, cold.cell, gapBins, rules)) break;
        const pages = Math.min(hot.pages, cold.pages, rules.most - pairs, rules.pairs(hot.cell, cold.cell));
        if (pages <= 0) break;
        // Demotion first: where a ceiling is reached, it is what makes the room.
        takeOf(cold.cell, pages, rules.demoting);
        takeOf(hot.cell, pages, rules.promoting);
        pairs += pages;
      }
    }
  }
  return pairs;
}

function gains(hot: Cell, cold: Cell, gapBins: number, { levelOf }: ExchangeRules): boolean {
  const isFirst = hot.order < 0;
  if (isFirst) return true;
  if (!isColdBin(cold.bin) && hot.bin - heatBinOfColdness(cold.bin) < gapBins) return false;
  return isColdBin(cold.bin) || levelOf(cold) >= levelOf(hot);
}
