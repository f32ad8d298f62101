import { type Apportioned, apportion } from './apportion.js';
import { candidatesOf } from './candidates.js';
import { type Cell, createCell } from './cells.js';
import { COLDNESS_BINS } from './coldness.js';
import { pagesOf } from './columns.js';
import { count, HEAT_BINS, type Histogram, HistogramLoan } from './histogram.js';
import { KeptCandidates } from './keptCandidates.js';
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
const kept = new KeptCandidates();

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

/** One pass over the runs, and then arithmetic on histograms. */
export function select(situation: Situation, { sites, pressure }: Sites): Selection {
  const cells = survey(sites, situation);
  const { promotions, demotions, atOnce, forCeiling, forRoom } = apportion(cells, situation);
  return { sites, cells, pressure, kept, promotions, demotions, atOnce, forCeiling, forRoom };
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

function survey(sites: readonly Site[], situation: Situation): Cells {
  const cells = new Cells(situation);
  kept.begin();
  for (const site of sites) {
    const found = candidatesOf(site, MAY_ANY, 0);
    kept.keep(site, found);
    const { runs, run, wish, bin, first, count: length } = found;
    const { node } = runs;
    // By wish and node: asking the cells for each run would cost more than counting it.
    const known: (Histogram | undefined)[] = [];
    for (let c = first; c < first + length; c++) {
      const i = run[c] as number;
      const wished = wish[c] as number;
      const on = node[i] as number;
      let histogram = known[8 * on + wished];
      if (!histogram) {
        histogram = cells.of(site, wished, on).histogram;
        known[8 * on + wished] = histogram;
      }
      count(histogram, bin[c] as number, pagesOf(runs, i));
    }
  }
  return cells;
}
