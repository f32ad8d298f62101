import type { Cell } from './cells.js';
import { ageBinOfColdness, isColdBin } from './coldness.js';
import { CEILING_FILL_SHARE } from './domain.js';
import type { Reason, RuleName } from './draft.js';
import { thresholdsOf } from './goals.js';
import { ageOfBin, type Cut, HEAT_BINS, type Histogram, heatOfBin } from './histogram.js';
import type { Selection } from './selection.js';
import type { Site } from './site.js';
import type { Situation } from './situation.js';
import { PROMOTE, PROMOTE_ALWAYS, PROMOTE_HINTED } from './wish.js';

/** Moves name their reason by one byte. The last of them are for plans with too many classes to name each. */
const MOST_NAMED = 240;

/** A run that the cut of its cell may let through, copied out of the table. */
export interface Selected {
  readonly start: number;
  readonly pages: number;
  readonly heat: number;
  readonly age: number;
  readonly node: number;
  readonly wish: number;
  readonly bin: number;
  readonly unit: number;
  readonly cell: Cell;
  readonly cut: Cut;
}

/** The reasons of one plan: one for each class and rule that moved something, in the order they were first asked for. */
export class Reasons {
  readonly list: Reason[] = [];
  readonly #index = new Map<string, number>();
  readonly #known = new Map<Cell, Map<RuleName, number>>();

  constructor(
    private readonly situation: Situation,
    private readonly selection: Pick<Selection, 'forCeiling' | 'forRoom'>,
  ) {}

  /** Index of the reason to move a run that the cut of its cell let through. */
  of(site: Site, { wish, bin, cell, cut }: Selected): number {
    const rule = this.#rule(site, wish, bin, cell);
    let ofCell = this.#known.get(cell);
    if (!ofCell) {
      ofCell = new Map();
      this.#known.set(cell, ofCell);
    }
    let index = ofCell.get(rule);
    if (index === undefined) {
      index = this.#indexOf({ rule, text: this.#text(rule, site, wish, cell, cut) });
      ofCell.set(rule, index);
    }
    return index;
  }

  #rule(site: Site, wish: number, bin: number, cell: Cell): RuleName {
    if (wish === PROMOTE_HINTED) return 'hint';
    if (wish === PROMOTE_ALWAYS) return 'always-fast';
    if (wish === PROMOTE) return site.scores ? 'score' : site.hotSeen ? 'hot-windows' : 'hot-rate';
    if (isColdBin(bin)) return site.scores ? 'score' : 'cold-age';
    if (isWithin(this.selection.forCeiling.get(cell), bin)) return 'ceiling';
    return isWithin(this.selection.forRoom.get(cell), bin) ? 'room' : 'exchange';
  }

  #text(rule: RuleName, { classIndex }: Site, wish: number, cell: Cell, cut: Cut): string {
    const { policy, host, domains, exchangeGap } = this.situation;
    const named = policy.classes[classIndex];
    if (!named) throw new RangeError(`the policy has no class ${classIndex}`);
    const { hotRate, coldAgeSeconds } = thresholdsOf(host, policy, classIndex);
    const says = (text: string): string => `class ${named.name}: ${text}`;
    const { histogram } = cell;
    const hottest =
      cut.bin < 0
        ? ''
        : `; budget and room took the hottest of ${histogram.total} hot pages, from ${heatOfBin(cut.bin).toFixed(3)}`;
    switch (rule) {
      case 'hint':
        return says('hinted to be fast by a time');
      case 'always-fast':
        return says('always fast');
      case 'score':
        return says(
          `${wish === PROMOTE ? 'hot' : 'cold'} by rule ${named.customRule ?? ''}, or by heat and age where it gives no score`,
        );
      case 'hot-windows':
        return (
          says(`seen accessed in at least ${named.hotWindows?.seen} of the last ${named.hotWindows?.of} looks`) +
          hottest
        );
      case 'hot-rate':
        return says(`seen accessed in at least ${shortened(hotRate)} of looks`) + hottest;
      case 'cold-age': {
        const all = coldIn(histogram);
        const chosen = isColdBin(cut.bin)
          ? `; budget and room took the coldest of ${all} cold pages, from ${ageOfBin(ageBinOfColdness(cut.bin))} s`
          : '';
        return says(`not seen accessed for at least ${coldAgeSeconds} s`) + chosen;
      }
      case 'ceiling': {
        const fast = domains[cell.domain]?.fast;
        const most = Math.floor((fast?.ceiling ?? 0) * CEILING_FILL_SHARE);
        return says(`cgroup ${fast?.cgroup} has ${fast?.fill} fast pages, the coldest above ${most} go`);
      }
      case 'room':
        return says(
          `the coldest of node ${cell.node} make room, which is below its low watermark or wanted by a faster tier`,
        );
      case 'exchange':
        return says(`makes room for pages hotter by at least ${shortened(exchangeGap)}`);
    }
  }

  #indexOf(reason: Reason): number {
    const shared = this.list.length < MOST_NAMED ? reason : { rule: reason.rule, text: `by ${reason.rule}` };
    const known = this.#index.get(reason.text) ?? this.#index.get(shared.text);
    if (known !== undefined) return known;
    this.#index.set(shared.text, this.list.length);
    return this.list.push(shared) - 1;
  }
}

function isWithin(cut: Cut | undefined, bin: number): boolean {
  return cut !== undefined && bin >= cut.bin;
}

function coldIn(histogram: Histogram): number {
  return histogram.pages.subarray(HEAT_BINS).reduce((sum, pages) => sum + pages, 0);
}

function shortened(value: number): string {
  return String(Number(value.toFixed(4)));
}
