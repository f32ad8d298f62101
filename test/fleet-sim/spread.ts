const BIN_SECONDS = 0.01;
const BINS = 12_000;

/** How durations spread, in bins of a hundredth of a second up to two minutes: bounded, whatever the number of them. */
export class Spread {
  private readonly bins = new Uint32Array(BINS);
  count = 0;
  most = 0;

  add(seconds: number): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(seconds / BIN_SECONDS)));
    this.bins[bin] = (this.bins[bin] as number) + 1;
    this.count++;
    this.most = Math.max(this.most, seconds);
  }

  /** Upper end of the bin below which this share of them lies; 0 when there are none. */
  quantile(share: number): number {
    let left = share * this.count;
    for (let bin = 0; bin < BINS; bin++) {
      left -= this.bins[bin] as number;
      if (left <= 0 && this.count > 0) return (bin + 1) * BIN_SECONDS;
    }
    return 0;
  }
}
