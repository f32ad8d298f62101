/** Rates are told apart to a tenth or so: a sixteenth of an octave either way of 1/s. */
const STEPS_PER_OCTAVE = 16;
const BINS = 640;
const FIRST_OCTAVE = -20;

/** By evidence: bin of its rate; 0 for none. */
export function rateBins(rates: Float64Array): Uint16Array {
  return Uint16Array.from(rates, (rate) => {
    if (!(rate > 0)) return 0;
    const bin = Math.floor((Math.log2(rate) - FIRST_OCTAVE) * STEPS_PER_OCTAVE) + 1;
    return Math.min(BINS - 1, Math.max(1, bin));
  });
}

/** Of one length of looks and window, by evidence. */
export interface Rates {
  /** Accesses a page and second. */
  readonly rates: Float64Array;
  /** Bin of that rate. */
  readonly bins: Uint16Array;
}

/**
 * The least accesses that any placement would have sent to the slow tiers in one window: the fast tier holds what was then
 * accessed most, as if it had been known and moving cost nothing. No policy gets there; it says how much was to be gained.
 */
export class Optimum {
  private readonly pages = new Float64Array(BINS);
  private readonly accesses = new Float64Array(BINS);
  /** Pages by evidence. */
  private readonly bySeen = new Float64Array(256);
  /** Bins from the one to the other hold all there is: evidence has but 256 of them, near each other. */
  private lowest = BINS;
  private highest = -1;
  /** What the evidence stands for. */
  private known: Rates | undefined;

  /** `lanes`: pages by evidence, four times. */
  addPages(lanes: Float64Array, rates: Rates): void {
    if (rates.rates !== this.known?.rates) this.settle();
    this.known = rates;
    const { bySeen } = this;
    for (let seen = 0; seen < 256; seen++) {
      const half = (lanes[seen] as number) + (lanes[256 + seen] as number);
      bySeen[seen] = (bySeen[seen] as number) + half + (lanes[512 + seen] as number) + (lanes[768 + seen] as number);
    }
  }

  /** Puts pages by evidence into bins. */
  private settle(): void {
    if (!this.known) return;
    const { rates, bins } = this.known;
    const { pages: inBin, accesses, bySeen } = this;
    let [first, last] = [0, 255];
    while (first <= last && bySeen[first] === 0) first++;
    while (last > first && bySeen[last] === 0) last--;
    if (first <= last) {
      // More evidence is a higher rate, so that bins come in order, many times each: sums that stay in a register until the next bin.
      let bin = bins[first] as number;
      if (bin < this.lowest) this.lowest = bin;
      let [pagesOf, accessesOf] = [inBin[bin] as number, accesses[bin] as number];
      for (let seen = first; seen <= last; seen++) {
        if (bins[seen] !== bin) {
          inBin[bin] = pagesOf;
          accesses[bin] = accessesOf;
          bin = bins[seen] as number;
          pagesOf = inBin[bin] as number;
          accessesOf = accesses[bin] as number;
        }
        const pages = bySeen[seen] as number;
        pagesOf += pages;
        accessesOf += pages * (rates[seen] as number);
      }
      inBin[bin] = pagesOf;
      accesses[bin] = accessesOf;
      if (bin > this.highest) this.highest = bin;
    }
    bySeen.fill(0);
    this.known = undefined;
  }

  /** Accesses and pages that are left to the slow tiers when the fast one has room for `fastPages`; begins anew. */
  end(fastPages: number): { readonly accesses: number; readonly slowAccesses: number; readonly slowPages: number } {
    this.settle();
    let room = fastPages;
    let accesses = 0;
    let slowAccesses = 0;
    let slowPages = 0;
    for (let bin = this.highest; bin >= this.lowest; bin--) {
      const pages = this.pages[bin] as number;
      if (pages === 0) continue;
      const left = Math.max(0, pages - room);
      room = Math.max(0, room - pages);
      slowPages += left;
      accesses += this.accesses[bin] as number;
      slowAccesses += ((this.accesses[bin] as number) * left) / pages;
    }
    this.pages.fill(0, this.lowest, this.highest + 1);
    this.accesses.fill(0, this.lowest, this.highest + 1);
    this.lowest = BINS;
    this.highest = -1;
    return { accesses, slowAccesses, slowPages };
  }
}
