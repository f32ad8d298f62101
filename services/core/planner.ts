import { candidatesOf, unitOf } from './candidates.js';
import { type Cell, cutOf } from './cells.js';
import { pagesOf, startOf } from './columns.js';
import { ceilingRoom, floorSpare } from './domain.js';
import { addMove, type Direction, DraftBuilder, type OpenGroup, type PlanDraft, totalsOf } from './draft.js';
import { admit, type Cut } from './histogram.js';
import type { HostModel } from './host.js';
import { isIdle } from './idle.js';
import type { OutstandingPlan } from './outstanding.js';
import type { Policy } from './policy.js';
import { Reasons, type Selected } from './reasons.js';
import type { Place } from './rooms.js';
import { leastBins, type Selection, select, sitesOf } from './selection.js';
import type { Site } from './site.js';
import { areFactsFresh, type PlanOptions, type Situation, situationOf } from './situation.js';
import { MAY_RISE, MAY_SINK_ANY } from './wish.js';

export type { PlanOptions };

/** Parts of a plan in the order to carry them out. */
const AT_ONCE = 0;
const DEMOTIONS = 1;
const IN_ROOM_MADE = 2;

/**
 * The moves that the policy would have this host make now; undefined when there are none.
 *
 * Two or three passes over the runs, none of which sorts them: what could move goes into histograms by heat and by coldness;
 * budgets, rooms, ceilings and floors set a threshold in each; what is above it is taken. Demotions come first, for they tell
 * the room. test/bench/core.ts measures what they cost. Deterministic:
 * spaces are gone over in order of key.
 *
 * @param outstanding plans made for this host that may bear on it still; those long finished may be left out
 */
export function planHost(
  host: HostModel,
  policy: Policy,
  outstanding: readonly OutstandingPlan[],
  nowUnixMs: number,
  options: PlanOptions,
): PlanDraft | undefined {
  return planned(host, policy, outstanding, nowUnixMs, options).draft;
}

/** A plan, and what the host's runs were judged by. */
export interface Planned {
  /** Undefined without fresh facts. */
  readonly situation?: Situation;
  readonly draft?: PlanDraft;
}

/** Plans; where nothing is to be moved, that is as a rule found out without a selection. */
export function planned(
  host: HostModel,
  policy: Policy,
  outstanding: readonly OutstandingPlan[],
  nowUnixMs: number,
  options: PlanOptions,
): Planned {
  if (!areFactsFresh(host, policy, nowUnixMs)) return {};
  const situation = situationOf(host, policy, outstanding, nowUnixMs, options);
  if (situation.budget <= 0) return { situation };
  const sites = sitesOf(situation);
  if (isIdle(situation, sites.sites)) return { situation };
  const draft = place(situation, select(situation, sites));
  return draft ? { situation, draft } : { situation };
}

/** A plan and how it came about. */
export interface Decision extends Planned {
  /** Undefined without a budget as well. */
  readonly selection?: Selection;
}

/** Plans, and keeps what was selected, be it nothing. */
export function decide(
  host: HostModel,
  policy: Policy,
  outstanding: readonly OutstandingPlan[],
  nowUnixMs: number,
  options: PlanOptions,
): Decision {
  if (!areFactsFresh(host, policy, nowUnixMs)) return {};
  const situation = situationOf(host, policy, outstanding, nowUnixMs, options);
  if (situation.budget <= 0) return { situation };
  const selection = select(situation, sitesOf(situation));
  const draft = place(situation, selection);
  return draft ? { situation, selection, draft } : { situation, selection };
}

/** Gives what was selected its places; undefined where there are none. */
export function place(situation: Situation, selection: Selection): PlanDraft | undefined {
  if (selection.demotions === 0 && selection.promotions === 0) return undefined;
  const desk = new Desk(situation, selection);
  if (selection.demotions > 0) desk.demote();
  if (selection.promotions > 0) desk.promote();
  const groups = desk.draft.groups();
  if (groups.length === 0) return undefined;
  const { policy, host } = situation;
  const totals = totalsOf(groups, host.facts.pageSize);
  return { policyName: policy.name, policyRevision: policy.revision, groups, reasons: desk.reasons.list, totals };
}

/** Gives what was selected its places. Pages for which there is none after all are left out. */
class Desk {
  readonly draft = new DraftBuilder();
  readonly reasons: Reasons;
  /** By domain: pages that may be promoted at once, those that demotions of this plan make room for, and that may be demoted. */
  readonly #now: number[];
  readonly #made: number[];
  readonly #spare: number[];
  /** Neighbours go the same way as a rule. */
  #latest: { readonly site: Site; readonly group: OpenGroup } | undefined;

  constructor(
    private readonly situation: Situation,
    private readonly selection: Selection,
  ) {
    this.reasons = new Reasons(situation, selection);
    const { domains } = situation;
    this.#now = domains.map(({ fast }) => ceilingRoom(fast));
    this.#made = domains.map(() => 0);
    this.#spare = domains.map(({ fast }) => floorSpare(fast));
  }

  demote(): void {
    const { rooms, tierOf, fastestTier } = this.situation;
    this.#each(this.selection.cells.cold, MAY_SINK_ANY, (site, run) => {
      const { node, unit } = run;
      const isFast = tierOf[node] === fastestTier;
      const { domain } = site;
      let { start } = run;
      const end = start + admit(run.cut, run.bin, run.pages, unit);
      while (start < end) {
        const place = rooms.below(node, unit);
        const most = isFast ? (this.#spare[domain] as number) : Infinity;
        const pages = place ? wholeUnits(Math.min(end - start, place.pages, most), unit) : 0;
        if (!place || pages === 0) return;
        this.#add(DEMOTIONS, 'demotion', site, run, place, start, pages);
        rooms.fill(node, place.node, pages, 'now');
        rooms.free(node, pages);
        if (isFast) {
          this.#spare[domain] = most - pages;
          this.#made[domain] = (this.#made[domain] as number) + pages;
        }
        start += pages;
      }
    });
  }

  promote(): void {
    const { first, hot } = this.selection.cells;
    const atOnce = new Map([...this.selection.atOnce].map(([cell, cut]) => [cell, { ...cut }]));
    this.#each([...first, ...hot], MAY_RISE, (site, run) => {
      const wanted = admit(run.cut, run.bin, run.pages, run.unit);
      if (wanted === 0) return;
      const early = atOnce.get(run.cell);
      const now = early ? admit(early, run.bin, wanted, run.unit) : 0;
      const reached = this.#fill(site, run, run.start, now, 'now');
      this.#fill(site, run, reached, run.start + wanted - reached, 'later');
    });
  }

  /** Plans `wanted` pages from `start` on, as far as there is room; returns the first page that was left. */
  #fill(site: Site, run: Selected, start: number, wanted: number, when: 'now' | 'later'): number {
    const { rooms } = this.situation;
    const { node, unit } = run;
    const { domain } = site;
    const room = when === 'now' ? this.#now : this.#made;
    let reached = start;
    while (reached < start + wanted) {
      const place = rooms.fastest(node, unit, when);
      const later = (this.#now[domain] as number) + (this.#made[domain] as number);
      const most = when === 'now' ? Math.min(later, this.#now[domain] as number) : later;
      const pages = place ? wholeUnits(Math.min(start + wanted - reached, place.pages, Math.max(0, most)), unit) : 0;
      if (!place || pages === 0) break;
      this.#add(when === 'now' ? AT_ONCE : IN_ROOM_MADE, 'promotion', site, run, place, reached, pages);
      rooms.fill(node, place.node, pages, when);
      room[domain] = (room[domain] as number) - pages;
      reached += pages;
    }
    return reached;
  }

  /** Visits the candidates of cells that something is taken of, and that the cut may let through. */
  #each(cells: readonly Cell[], among: number, visit: (site: Site, run: Selected) => void): void {
    const taken = cells.filter((cell) => cell.taken > 0);
    const cuts: (Cut | undefined)[] = [];
    for (const cell of taken) cuts[cell.index] = cutOf(cell);
    const leastBin = leastBins(taken);
    const { sites, kept, cells: cellOf } = this.selection;
    for (const site of sites) {
      const least = leastBin.get(site.domain);
      if (least === undefined) continue;
      const {
        runs,
        first,
        count,
        run,
        bin: bins,
        wish: wishes,
      } = kept.of(site) ?? candidatesOf(site, among, { up: least, down: least });
      for (let c = first; c < first + count; c++) {
        const bin = bins[c] as number;
        if (bin < least) continue;
        const i = run[c] as number;
        const wish = wishes[c] as number;
        const node = runs.node[i] as number;
        const cell = cellOf.of(site, wish, node);
        const cut = cuts[cell.index];
        if (!cut || bin < cut.bin) continue;
        const unit = unitOf(site, runs.kind[i] as number);
        if (bin === cut.bin && cut.pagesLeftInBin < unit) continue;
        const start = startOf(runs, i);
        const pages = pagesOf(runs, i);
        const heat = runs.heat[i] as number;
        const age = runs.age[i] as number;
        visit(site, { start, pages, heat, age, node, wish, bin, unit, cell, cut });
      }
    }
  }

  #add(
    part: number,
    direction: Direction,
    site: Site,
    run: Selected,
    place: Place,
    start: number,
    pages: number,
  ): void {
    const latest = this.#latest;
    const { node: fromNode } = run;
    let group = latest?.group;
    if (!group || latest?.site !== site || group.part !== part || !goes(group, fromNode, place.node)) {
      const { key, command, cgroup } = site.space;
      const className = this.situation.policy.classes[site.classIndex]?.name ?? '';
      const name = { spaceKey: key, command, cgroup, className, direction, fromNode, toNode: place.node };
      group = this.draft.open(part, name);
      this.#latest = { site, group };
    }
    addMove(group, start, pages, run.heat, run.age, this.reasons.of(site, run));
  }
}

function goes({ of }: OpenGroup, fromNode: number, toNode: number): boolean {
  return of.fromNode === fromNode && of.toNode === toNode;
}

function wholeUnits(pages: number, unit: number): number {
  return pages - (pages % unit);
}
