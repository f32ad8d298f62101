import { type Candidates, candidatesOfWhole, isLookedUp, type LeastBins } from './candidates.js';
import type { Site } from './site.js';

/** Candidates kept at most, 7 bytes each; those of further sites are gathered again when the cuts are known. */
const ROOM = 2 ** 17;

/**
 * Candidates of the sites of one selection, kept from the survey for the passes that take some of them: gathering them anew
 * would cost as much as the survey. Valid until the next selection begins, or a space of it changes.
 */
export class KeptCandidates {
  readonly #run = new Uint32Array(ROOM);
  readonly #bin = new Uint16Array(ROOM);
  readonly #wish = new Uint8Array(ROOM);
  readonly #of = new Map<Site, Candidates>();
  #used = 0;

  /** Those that there was no room for. */
  #left: Site[] = [];

  begin(): void {
    this.#of.clear();
    this.#used = 0;
    this.#left = [];
  }

  keep(site: Site, { runs, first, count, run, bin, wish }: Candidates): void {
    // What huge pages, hints or plans parted is in a table that the next site's takes the place of.
    if (runs.bytes !== site.space.heat.bytes) return;
    if (this.#used + count > ROOM) {
      if (isLookedUp(site)) this.#left.push(site);
      return;
    }
    const end = first + count;
    this.#run.set(run.subarray(first, end), this.#used);
    this.#bin.set(bin.subarray(first, end), this.#used);
    this.#wish.set(wish.subarray(first, end), this.#used);
    this.#of.set(site, { runs, first: this.#used, count, run: this.#run, bin: this.#bin, wish: this.#wish });
    this.#used += count;
  }

  /** Gathers what there was no room for once more, as few as there are from these bins on. */
  winnow(leastOf: (site: Site) => LeastBins): void {
    const left = this.#left;
    this.#left = [];
    for (const site of left) this.keep(site, candidatesOfWhole(site, leastOf(site)));
  }

  /** Of a site, all that there may be a use for; undefined where they were not kept. */
  of(site: Site): Candidates | undefined {
    return this.#of.get(site);
  }
}

/** Those of the plan at hand. */
export const kept = new KeptCandidates();
