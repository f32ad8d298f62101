import { type Apportioned, apportion } from './apportion.js';
import { eachCandidate } from './candidates.js';
import { type Cell, createCell } from './cells.js';
import { COLDNESS_BINS } from './coldness.js';
import { count, HEAT_BINS } from './histogram.js';
import { isPlannable, type Pressure, type Site, siteOf } from './site.js';
import type { Situation } from './situation.js';
import { DEMOTE, MAY_ANY, PROMOTE } from './wish.js';

/** How many pages of what are to be moved: a cut for each cell. */
export interface Selection extends Apportioned {
  readonly sites: readonly Site[];
  readonly cells: Cells;
  readonly pressure: Pressure;
}

/** What is to be promoted and to be demoted, by domain and by the node that it leaves. */
export class Cells {
  readonly first: Cell[] = [];
  readonly hot: Cell[] = [];
  readonly cold: Cell[] = [];
  readonly #known = new Map<number, Cell>();

  constructor(private readonly situation: Situation) {}

  of(site: Site, wish: number, node: number): Cell {
    const kind = wish === DEMOTE ? 0 : wish === PROMOTE ? 1 : 2;
    const key = (site.domain * 3 + kind) * 256 + node;
    let cell = this.#known.get(key);
    if (!cell) {
      const level = this.situation.levels[site.classIndex] ?? 0;
      const { length } = this.situation.levels;
      const { domain, hotHeat } = site;
      if (wish === DEMOTE) {
        cell = createCell(COLDNESS_BINS, { domain, node, order: length - level, hotHeat });
        this.cold.push(cell);
      } else {
        const first = wish !== PROMOTE;
        cell = createCell(HEAT_BINS, { domain, node, order: first ? -1 : level, hotHeat });
        (first ? this.first : this.hot).push(cell);
      }
      this.#known.set(key, cell);
    }
    return cell;
  }
}

/** One pass over the runs, and then arithmetic on histograms. */
export function select(situation: Situation): Selection {
  const pressure = pressureOf(situation);
  const sites = situation.members
    .filter((member) => isPlannable(member, situation))
    .map((member) => siteOf(member, situation, pressure));
  const cells = survey(sites, situation);
  return { sites, cells, pressure, ...apportion(cells, situation) };
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
  for (const site of sites) {
    let latest: Cell | undefined;
    let latestNode = -1;
    let latestWish = -1;
    eachCandidate(site, MAY_ANY, (runs, i, wish, bin) => {
      const node = runs.node[i] as number;
      if (!latest || wish !== latestWish || node !== latestNode) {
        latest = cells.of(site, wish, node);
        latestWish = wish;
        latestNode = node;
      }
      count(latest.histogram, bin, runs.pages[i] as number);
    });
  }
  return cells;
}
