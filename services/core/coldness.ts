import { AGE_BINS, ageBin, HEAT_BINS, heatBin } from './histogram.js';

/** Bins of coldness, the coldest highest: what is cold by its rule in order of age, above all else in order of heat. */
export const COLDNESS_BINS = HEAT_BINS + AGE_BINS;

/** Of a page that is cold by its rule. */
export function coldBin(age: number): number {
  return HEAT_BINS + ageBin(age);
}

/** Of a page that is not. */
export function displaceableBin(heat: number): number {
  return HEAT_BINS - 1 - heatBin(heat);
}

export function isColdBin(bin: number): boolean {
  return bin >= HEAT_BINS;
}

/** Bin of heat of a page that is in a bin of coldness; cold ones have as good as none. */
export function heatBinOfColdness(bin: number): number {
  return isColdBin(bin) ? -1 : HEAT_BINS - 1 - bin;
}

/** Lowest age (seconds) of a cold bin's pages, as a bin of age. */
export function ageBinOfColdness(bin: number): number {
  return bin - HEAT_BINS;
}
