import { type Apportioned, apportion } from './apportion.js';
import { type Candidates, candidatesOf, EVERY_BIN } from './candidates.js';
import { type Cell, createCell, cutOf } from './cells.js';
import { COLDNESS_BINS } from './coldness.js';
import { HEAT_BINS, HistogramLoan, widen } from './histogram.js';
import { type KeptCandidates, kept } from './keptCandidates.js';
import { isPlannable, mayTable, type Pressure, type Site, siteOf } from './site.js';
import type { Situation } from './situation.js';
import { isDemotion, MAY_ANY, PROMOTE, PROMOTE_ALWAYS, PROMOTE_HINTED } from './wish.js';

/** How many pages of what are to be moved: a cut for each cell. */
export interface Selection extends Apportioned {
  readonly sites: readonly Site[];
  readonly cells: Cells;
  readonly pressure: Pressure;
  readonly kept: KeptCandidates;
}

/** A selection holds until the next one is made. */
const loan = new HistogramLoan();

/** What is to be promoted and to be demoted, by domain and by the node that it leaves. */
export class Cells {
  readonly first: Cell[] = [];
  readonly hot: Cell[] = [];
  readonly cold: Cell[] = [];
  /** By domain, then by wish and node; DEMOTE and DISPLACE share theirs. */
  readonly #known: (Cell | undefined)[][] = [];
  #count = 0;

  constructor(private readonly situation: Situation) {
    loan.takeBack();
  }

  of(site: Site, wish: number, node: number): Cell {
    const known = this.#known[site.domain];
    const at = cellKey(wish, node);
    return known?.[at] ?? this.#open(site, wish, node, at);
  }

  #open(site: Site, wish: number, node: number, at: number): Cell {
    const { domain, hotHeat } = site;
    const level = this.situation.levels[site.classIndex] ?? 0;
    const { length } = this.situation.levels;
    const index = this.#count++;
    const isFirst = wish === PROMOTE_ALWAYS || wish === PROMOTE_HINTED;
    const order = isDemotion(wish) ? length - level : isFirst ? -1 : level;
    const cell = createCell(loan.lend(isDemotion(wish) ? COLDNESS_BINS : HEAT_BINS), {
      index,
      domain,
      node,
      order,
      hotHeat,
    });
    (isDemotion(wish) ? this.cold : isFirst ? this.first : this.hot).push(cell);
    const known = this.#known[domain] ?? [];
    known[at] = cell;
    this.#known[domain] = known;
    return cell;
  }
}

/** What goes first is one cell, whoever says so. */
function cellKey(wish: number, node: number): number {
  return 3 * node + (isDemotion(wish) ? 0 : wish === PROMOTE ? 1 : 2);
}

/** What a plan may take from. */
export type Sites = Pick<Selection, 'sites' | 'pressure'>;

export function sitesOf(situation: Situation): Sites {
  const pressure = pressureOf(situation);
  /** By domain; sites of one share the very table, and with it what is made of it. */
  const may: Uint8Array[] = [];
  const sites: Site[] = [];
  for (const member of situation.members) {
    if (!isPlannable(member, situation)) continue;
    const { domain } = member;
    may[domain] ??= mayTable(situation, situation.domains[domain], pressure);
    sites.push(siteOf(member, situation, may[domain]));
  }
  return { sites, pressure };
}

/** What a site's candidates are told by. */
export type Gather = (site: Site) => Candidates;

const gatherAll: Gather = (site) => candidatesOf(site, MAY_ANY, EVERY_BIN);

/**
 * One pass over the runs, then arithmetic on histograms; a second pass where there were more candidates than are kept.
 *
 * @param gather all candidates, or those that something may be taken of
 */
export function select(situation: Situation, { sites, pressure }: Sites, gather = gatherAll): Selection {
  const cells = survey(sites, situation, gather);
  const { promotions, demotions, atOnce, forCeiling, forRoom } = apportion(cells, situation);
  const up = leastBins([...cells.first, ...cells.hot]);
  const down = leastBins(cells.cold);
  kept.winnow(({ domain }) => ({ up: up.get(domain) ?? NO_BIN, down: down.get(domain) ?? NO_BIN }));
  return { sites, cells, pressure, kept, promotions, demotions, atOnce, forCeiling, forRoom };
}

/** Above every bin. */
const NO_BIN = 2 ** 15 - 1;

/** By domain: bins below are cut in all of these cells that something is taken of; none where nothing is. */
export function leastBins(cells: readonly Cell[]): Map<number, number> {
  const least = new Map<number, number>();
  for (const cell of cells) {
    if (cell.taken === 0) continue;
    least.set(cell.domain, Math.min(least.get(cell.domain) ?? Infinity, Math.max(0, cutOf(cell).bin)));
  }
  return least;
}

function pressureOf({ rooms, budget, host, tierOf, fastestTier }: Situation): Pressure {
  const exchanges = rooms.now((tier) => tier === fastestTier) < budget;
  const middle = new Set<number>();
  for (const { id } of host.facts.nodes) {
    if (tierOf[id] === fastestTier || rooms.belowOf(id) === 0) continue;
    if (rooms.deficits.has(id) || rooms.nowOf(id) < budget) middle.add(id);
  }
  return { exchanges, middle };
}

function survey(sites: readonly Site[], situation: Situation, gather: Gather): Cells {
  const cells = new Cells(situation);
  kept.begin();
  for (const site of sites) {
    const found = gather(site);
    kept.keep(site, found);
    tally(cells, site, found);
  }
  return cells;
}

/** By wish and node, of one site: asking its cells for each run would cost more than counting it. */
const KEYS = 8 * 256;
const counters: (Float64Array | undefined)[] = new Array(KEYS);
const totals = new Float64Array(KEYS);
const lowest = new Uint16Array(KEYS);
const highest = new Uint16Array(KEYS);

/** Counts the pages of candidates into the histograms of their cells. */
function tally(cells: Cells, site: Site, { runs, run, wish, bin, first, count }: Candidates): void {
  const { node, place } = runs;
  const end = first + count;
  const met: number[] = [];
  for (let c = first; c < end; c++) {
    const i = run[c] as number;
    const at = bin[c] as number;
    const key = ((node[i] as number) << 3) | (wish[c] as number);
    let pages = counters[key];
    if (!pages) {
      pages = cells.of(site, wish[c] as number, node[i] as number).histogram.pages;
      counters[key] = pages;
      totals[key] = 0;
      lowest[key] = at;
      highest[key] = at;
      met.push(key);
    }
    // pagesOf(runs, i), for a call to it is not always inlined here.
    const more = (place[2 * i + 1] as number) >>> 16;
    pages[at] = (pages[at] as number) + more;
    totals[key] = (totals[key] as number) + more;
    if (at < (lowest[key] as number)) lowest[key] = at;
    if (at > (highest[key] as number)) highest[key] = at;
  }
  for (const key of met) {
    const { histogram } = cells.of(site, key & 7, key >> 3);
    widen(histogram, totals[key] as number, lowest[key] as number, highest[key] as number);
    counters[key] = undefined;
  }
}
