/**
 * Selection of the highest by a threshold out of a histogram: two passes over the candidates and one over the bins, where
 * sorting them all would cost fifty times as much. Exact to a bin; within the bin at the threshold, first come first served.
 */
export interface Histogram {
  /** Pages by bin; the higher the bin, the sooner it is chosen. */
  readonly pages: Float64Array;
  total: number;
  /** All pages are within these bins; with none, the highest is below the lowest. */
  lowest: number;
  highest: number;
}

/** Bins of heat: 1/4096. */
export const HEAT_BINS = 4096;

export function heatBin(heat: number): number {
  return heat >> 4;
}

/** Lowest heat (0..1) in a bin. */
export function heatOfBin(bin: number): number {
  return bin / HEAT_BINS;
}

/** Bins of age: whole seconds below 512, then 256 bins an octave, which is finer than 0.4 %. */
export const AGE_BINS = 512 + 256 * 7;

export function ageBin(age: number): number {
  if (age < 512) return age;
  const octave = 31 - Math.clz32(age) - 8;
  return 256 * octave + (age >> octave);
}

/** Lowest age (seconds) in a bin. */
export function ageOfBin(bin: number): number {
  if (bin < 512) return bin;
  const octave = Math.floor(bin / 256) - 1;
  return (bin - 256 * octave) * 2 ** octave;
}

export function createHistogram(bins: number): Histogram {
  return { pages: new Float64Array(bins), total: 0, lowest: bins, highest: -1 };
}

/** Histograms lent for one selection and taken back at the next: each is some tens of kilobytes, and a fleet selects all the time. */
export class HistogramLoan {
  readonly #spare = new Map<number, Histogram[]>();
  readonly #lent: Histogram[] = [];

  /** Takes all back, and empties them where they hold pages. */
  takeBack(): void {
    for (const histogram of this.#lent) {
      const { pages, lowest, highest } = histogram;
      if (highest >= lowest) pages.fill(0, lowest, highest + 1);
      histogram.total = 0;
      histogram.lowest = pages.length;
      histogram.highest = -1;
      const spare = this.#spare.get(pages.length);
      if (spare) spare.push(histogram);
      else this.#spare.set(pages.length, [histogram]);
    }
    this.#lent.length = 0;
  }

  /** An empty one. */
  lend(bins: number): Histogram {
    const histogram = this.#spare.get(bins)?.pop() ?? createHistogram(bins);
    this.#lent.push(histogram);
    return histogram;
  }
}

/** Says that `pages` were added to its bins, from `lowest` to `highest`. */
export function widen(histogram: Histogram, pages: number, lowest: number, highest: number): void {
  histogram.total += pages;
  if (lowest < histogram.lowest) histogram.lowest = lowest;
  if (highest > histogram.highest) histogram.highest = highest;
}

/** Lets through what is above a bin, and of that bin so many pages. */
export interface Cut {
  /** -1 when everything gets through. */
  readonly bin: number;
  pagesLeftInBin: number;
}

/** The cut that lets through the highest bins, `limitPages` in all. */
export function cutAt(histogram: Histogram, limitPages: number): Cut {
  if (histogram.total <= limitPages) return { bin: -1, pagesLeftInBin: 0 };
  let above = 0;
  for (let bin = histogram.pages.length - 1; bin >= 0; bin--) {
    const within = histogram.pages[bin] as number;
    if (above + within > limitPages) return { bin, pagesLeftInBin: limitPages - above };
    above += within;
  }
  return { bin: -1, pagesLeftInBin: 0 };
}

/** How many of `pages` in `bin` get through; asked once for each candidate. Whole multiples of `unit` pages alone do. */
export function admit(cut: Cut, bin: number, pages: number, unit: number): number {
  if (bin > cut.bin) return pages;
  if (bin < cut.bin) return 0;
  const most = Math.min(pages, cut.pagesLeftInBin);
  const admitted = most - (most % unit);
  cut.pagesLeftInBin -= admitted;
  return admitted;
}
