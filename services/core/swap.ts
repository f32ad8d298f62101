import { type Candidates, type LeastBins, unitOf } from './candidates.js';
import { startOf } from './columns.js';
import type { MoveGroup } from './draft.js';
import { gapBinsOf } from './exchange.js';
import { admit, type Cut, HEAT_BINS } from './histogram.js';
import { kept } from './keptCandidates.js';
import type { Site } from './site.js';
import type { Situation } from './situation.js';
import { PROMOTE } from './wish.js';

/** Moves of one group, without what is for people. */
export interface Moves
  extends Pick<MoveGroup, 'spaceKey' | 'className' | 'direction' | 'fromNode' | 'toNode' | 'startPage' | 'pages'> {
  /** Indices of the runs, as they were planned from, that these are the whole of; undefined where one is not, or nobody knows. */
  readonly runs?: Uint32Array | undefined;
}

/** What a swap comes to. */
export interface Swap {
  /** In the order to carry them out. */
  readonly moves: readonly Moves[];
  /** Once all of these are made, and as long as none of them may go back, nothing is left that would change places. */
  readonly isLast: boolean;
}

/** The two nodes between which pages change places. */
export interface SwapNodes {
  readonly fast: number;
  readonly slow: number;
}

/**
 * The nodes, where an exchange is all that there can be and nothing bounds it but the plan's budget and the room of the slow
 * node: two nodes and one class. Undefined elsewhere. That nothing is cold, goes first, or has room, is for the caller to know.
 */
export function swapNodes(situation: Situation, sites: readonly Site[]): SwapNodes | undefined {
  const { host, policy, domains, classBudgets, loads, tierOf, fastestTier } = situation;
  const [a, b] = host.facts.nodes;
  if (!a || !b || host.facts.nodes.length !== 2 || loads.size > 0) return undefined;
  if (policy.bytesPerSecondPerNodePair !== undefined || classBudgets.some((budget) => budget < Infinity))
    return undefined;
  if (domains.some(({ fast }) => fast !== undefined)) return undefined;
  if (sites.some(({ domain }) => domain !== sites[0]?.domain)) return undefined;
  const [fast, slow] = tierOf[a.id] === fastestTier ? [a.id, b.id] : [b.id, a.id];
  return tierOf[slow] === fastestTier || tierOf[fast] !== fastestTier ? undefined : { fast, slow };
}

/** Pages by bin of heat: of what would rise, and of what would be displaced. Empty between calls. */
const rising = new Float64Array(HEAT_BINS);
const sinking = new Float64Array(HEAT_BINS);
/** By bin a bit, whether it holds any: bins are many more than candidates, and most are empty. */
const risingBits = new Uint32Array(HEAT_BINS / 32);
const sinkingBits = new Uint32Array(HEAT_BINS / 32);

/**
 * The moves that selecting and placing would come to where swapNodes are all that there is. `least`: bins from which on anything
 * could be taken.
 */
export function swapOf(
  situation: Situation,
  sites: readonly Site[],
  nodes: SwapNodes,
  least: LeastBins,
  gather: (site: Site, least: LeastBins) => Candidates,
): Swap {
  let [highest, lowest] = [-1, HEAT_BINS];
  let hot = 0;
  kept.begin();
  for (const site of sites) {
    const found = gather(site, least);
    kept.keep(site, found);
    const { runs, run, bin, wish, first, count } = found;
    const { place } = runs;
    for (let c = first; c < first + count; c++) {
      const pages = (place[2 * (run[c] as number) + 1] as number) >>> 16;
      const at = bin[c] as number;
      if (wish[c] === PROMOTE) {
        rising[at] = (rising[at] as number) + pages;
        risingBits[at >> 5] = (risingBits[at >> 5] as number) | (1 << (at & 31));
        hot += pages;
        if (at > highest) highest = at;
      } else {
        const warmth = HEAT_BINS - 1 - at;
        sinking[warmth] = (sinking[warmth] as number) + pages;
        sinkingBits[warmth >> 5] = (sinkingBits[warmth >> 5] as number) | (1 << (warmth & 31));
        if (warmth < lowest) lowest = warmth;
      }
    }
  }
  const cuts = cutsOf(situation, nodes, highest, lowest, hot);
  rising.fill(0, 0, highest + 1);
  sinking.fill(0, lowest);
  risingBits.fill(0);
  sinkingBits.fill(0);
  if (!cuts) return { moves: [], isLast: false };
  const from = { up: Math.max(least.up, cuts.up.bin), down: Math.max(least.down, cuts.down.bin) };
  kept.winnow(() => from);
  return placed(situation, sites, nodes, cuts, (site) => kept.of(site) ?? gather(site, from));
}

interface Cuts {
  readonly up: Cut;
  /** In bins of coldness. */
  readonly down: Cut;
  /** Pages that go each way. */
  readonly pairs: number;
  /** Whether what is left is nearer than the gap, and not only beyond what may be moved now. */
  readonly toTheGap: boolean;
}

/** Pairs the hottest with the coolest until they are nearer than the gap, as exchange.ts does. */
function cutsOf(
  { budget, exchangeGap, rooms }: Situation,
  { fast, slow }: SwapNodes,
  highest: number,
  lowest: number,
  hot: number,
): Cuts | undefined {
  const gapBins = gapBinsOf(exchangeGap);
  const most = Math.min(hot, Math.floor(budget / 2), rooms.belowOf(fast), Math.max(0, rooms.nowOf(slow)));
  let [pairs, up, upUsed, down, downUsed] = [0, highest, 0, lowest, 0];
  let toTheGap = false;
  for (;;) {
    if (up >= 0 && (rising[up] as number) === upUsed) {
      up = nextBelow(risingBits, up);
      upUsed = 0;
    }
    if (down < HEAT_BINS && (sinking[down] as number) === downUsed) {
      down = nextAbove(sinkingBits, down);
      downUsed = 0;
    }
    toTheGap = up < 0 || down >= HEAT_BINS || up - down < gapBins;
    if (toTheGap || pairs === most) break;
    const pages = Math.min((rising[up] as number) - upUsed, (sinking[down] as number) - downUsed, most - pairs);
    upUsed += pages;
    downUsed += pages;
    pairs += pages;
  }
  if (pairs === 0) return undefined;
  return {
    up: { bin: up, pagesLeftInBin: upUsed },
    down: { bin: HEAT_BINS - 1 - down, pagesLeftInBin: downUsed },
    pairs,
    toTheGap,
  };
}

/** The highest bin below one that holds any; -1 for none. */
function nextBelow(bits: Uint32Array, bin: number): number {
  let word = bin >> 5;
  let left = (bits[word] as number) & ((1 << (bin & 31)) - 1);
  while (left === 0) {
    if (--word < 0) return -1;
    left = bits[word] as number;
  }
  return 32 * word + 31 - Math.clz32(left);
}

/** The lowest bin above one that holds any; HEAT_BINS for none. */
function nextAbove(bits: Uint32Array, bin: number): number {
  let word = bin >> 5;
  let left = (bits[word] as number) & ~((2 << (bin & 31)) - 1);
  while (left === 0) {
    if (++word === bits.length) return HEAT_BINS;
    left = bits[word] as number;
  }
  return 32 * word + 31 - Math.clz32(left & -left);
}

/** Gives what the cuts let through its places: demotions first, for they make the room. */
function placed(
  { policy, rooms }: Situation,
  sites: readonly Site[],
  { fast, slow }: SwapNodes,
  { up, down, pairs, toTheGap }: Cuts,
  gather: (site: Site) => Candidates,
): Swap {
  const moves: Moves[] = [];
  rises.clear();
  sinks.clear();
  let below = Math.max(0, rooms.nowOf(slow));
  for (const site of sites) {
    const { runs, run, bin, wish, first, count } = gather(site);
    const { place, kind } = runs;
    for (let c = first; c < first + count; c++) {
      if ((bin[c] as number) < (wish[c] === PROMOTE ? up.bin : down.bin)) continue;
      const i = run[c] as number;
      const pages = (place[2 * i + 1] as number) >>> 16;
      const unit = unitOf(site, kind[i] as number);
      if (wish[c] === PROMOTE) {
        // Whether there is room is known once all demotions are.
        rises.add(i, startOf(runs, i), pages, admit(up, bin[c] as number, pages, unit), unit);
        continue;
      }
      const taken = wholeUnits(Math.min(admit(down, bin[c] as number, pages, unit), below), unit);
      sinks.add(i, startOf(runs, i), pages, taken, unit);
      below -= taken;
    }
    // What huge pages were parted at is a table of its own.
    const isOwn = runs.bytes === site.space.heat.bytes;
    rises.endSite(isOwn);
    sinks.endSite(isOwn);
  }
  const demoted = Math.max(0, rooms.nowOf(slow)) - below;
  const promoted = rises.fit(Math.max(0, rooms.nowOf(fast) + demoted));
  for (const [direction, from, to, chosen] of [
    ['demotion', fast, slow, sinks],
    ['promotion', slow, fast, rises],
  ] as const) {
    for (const { site, columns } of chosen.bySite(sites)) {
      const { startPage, pages, runs } = columns;
      const className = policy.classes[site.classIndex]?.name ?? '';
      const spaceKey = site.space.key;
      moves.push({ spaceKey, className, direction, fromNode: from, toNode: to, startPage, pages, runs });
    }
  }
  return { moves, isLast: toTheGap && promoted === pairs && demoted === pairs };
}

interface ChosenOfSite {
  readonly site: Site;
  readonly columns: Pick<Moves, 'startPage' | 'pages' | 'runs'>;
}

/** Runs chosen to be moved, or what of them may, site by site. */
class Chosen {
  #count = 0;
  #run = new Uint32Array(256);
  #startPage = new Float64Array(256);
  #pages = new Float64Array(256);
  /** Pages of the whole run, and of what of it can't be parted. */
  #ofPages = new Float64Array(256);
  #unit = new Uint32Array(256);
  /** By site: index after its last. */
  readonly #ends: number[] = [];
  /** By site: whether indices are of the space's own table. */
  readonly #areOwn: boolean[] = [];

  clear(): void {
    this.#count = 0;
    this.#ends.length = 0;
    this.#areOwn.length = 0;
  }

  add(run: number, start: number, ofPages: number, pages: number, unit: number): void {
    if (pages === 0) return;
    if (this.#count === this.#run.length) this.#grow();
    const i = this.#count++;
    this.#run[i] = run;
    this.#startPage[i] = start;
    this.#pages[i] = pages;
    this.#ofPages[i] = ofPages;
    this.#unit[i] = unit;
  }

  endSite(isOwn: boolean): void {
    this.#ends.push(this.#count);
    this.#areOwn.push(isOwn);
  }

  /** Leaves no pages of what there is no room for, first come first served; returns pages that there is. */
  fit(room: number): number {
    let left = room;
    for (let i = 0; i < this.#count; i++) {
      const pages = wholeUnits(Math.min(this.#pages[i] as number, left), this.#unit[i] as number);
      this.#pages[i] = pages;
      left -= pages;
    }
    return room - left;
  }

  /** Of the sites of which anything is to be moved, in their order. */
  bySite(sites: readonly Site[]): ChosenOfSite[] {
    const [chosen, ofStart, ofPages] = [this.#count, this.#startPage, this.#pages];
    const [ofWhole, ofRun] = [this.#ofPages, this.#run];
    const { buffer, at } = roomFor(20 * chosen);
    const startPage = new Float64Array(buffer, at, chosen);
    const pages = new Float64Array(buffer, at + 8 * chosen, chosen);
    const runs = new Uint32Array(buffer, at + 16 * chosen, chosen);
    const found: ChosenOfSite[] = [];
    let [i, to] = [0, 0];
    sites.forEach((site, index) => {
      const first = to;
      let areWhole = this.#areOwn[index] === true;
      for (const end = this.#ends[index] as number; i < end; i++) {
        if (ofPages[i] === 0) continue;
        startPage[to] = ofStart[i] as number;
        pages[to] = ofPages[i] as number;
        runs[to++] = ofRun[i] as number;
        if (ofPages[i] !== ofWhole[i]) areWhole = false;
      }
      if (to === first) return;
      const columns = {
        startPage: startPage.subarray(first, to),
        pages: pages.subarray(first, to),
        runs: areWhole ? runs.subarray(first, to) : undefined,
      };
      found.push({ site, columns });
    });
    return found;
  }

  #grow(): void {
    this.#run = longer(this.#run);
    this.#startPage = longer(this.#startPage);
    this.#pages = longer(this.#pages);
    this.#ofPages = longer(this.#ofPages);
    this.#unit = longer(this.#unit);
  }
}

function longer<T extends Uint32Array | Float64Array>(old: T): T {
  const column = new (old.constructor as new (length: number) => T)(2 * old.length);
  column.set(old);
  return column;
}

const SLAB_BYTES = 2 ** 17;
let slab = new ArrayBuffer(0);
let slabUsed = 0;

/** Room for the columns of one swap, from a buffer that many share: to make one costs more than what is written there. At whole words. */
function roomFor(bytes: number): { readonly buffer: ArrayBuffer; readonly at: number } {
  if (slabUsed + bytes > slab.byteLength) {
    slab = new ArrayBuffer(Math.max(SLAB_BYTES, bytes));
    slabUsed = 0;
  }
  const at = slabUsed;
  slabUsed += Math.ceil(bytes / 8) * 8;
  return { buffer: slab, at };
}

/** Of the swap at hand. */
const rises = new Chosen();
const sinks = new Chosen();

function wholeUnits(pages: number, unit: number): number {
  return pages - (pages % unit);
}
