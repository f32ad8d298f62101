import { type Bounds, type Cell, leftFrom, leftIn } from './cells.js';
import { ceilingRoom, floorSpare } from './domain.js';
import type { Situation } from './situation.js';

/** What a plan may draw on while it is apportioned: budgets, ceilings, floors, and room below. All in pages. */
export class Purse {
  /** Of the budget. */
  left: number;
  demoted = 0;
  /** Demoted from the fastest tier. */
  freed = 0;
  readonly #classOf: readonly number[];
  readonly #classLeft: number[];
  /** By class: kept back from demotions, so that its promotions have some. */
  readonly #reserved: number[];
  /** By domain. */
  readonly #ceilingRoom: number[];
  readonly #floorSpare: number[];
  /** By node: room that its demotions find. */
  readonly #below = new Map<number, number>();
  #belowAll: number;
  /** By node: pages that may go up from it. */
  readonly #above = new Map<number, number>();
  readonly #isFast: (node: number) => boolean;

  constructor({ budget, classBudgets, domains, rooms, host, tierOf, fastestTier }: Situation) {
    this.left = budget;
    this.#classOf = domains.map(({ classIndex }) => classIndex);
    this.#classLeft = [...classBudgets];
    this.#reserved = classBudgets.map(() => 0);
    this.#ceilingRoom = domains.map(({ fast }) => ceilingRoom(fast));
    this.#floorSpare = domains.map(({ fast }) => floorSpare(fast));
    this.#isFast = (node) => tierOf[node] === fastestTier;
    for (const { id } of host.facts.nodes) {
      this.#below.set(id, rooms.belowOf(id));
      this.#above.set(id, rooms.pairsUpOf(id));
    }
    this.#belowAll = rooms.now((tier) => tier > fastestTier);
  }

  readonly demoting: Bounds = {
    limit: (cell) => {
      const ofClass = this.#of(cell, this.#classLeft) - this.#of(cell, this.#reserved);
      const below = Math.min(this.#below.get(cell.node) ?? 0, this.#belowAll);
      return Math.min(this.left, ofClass, below, this.#isFast(cell.node) ? this.#spareOf(cell) : Infinity);
    },
    spend: (cell, pages) => {
      this.#spend(cell, pages);
      this.demoted += pages;
      this.#below.set(cell.node, (this.#below.get(cell.node) ?? 0) - pages);
      this.#belowAll -= pages;
      if (!this.#isFast(cell.node)) return;
      this.freed += pages;
      this.#floorSpare[cell.domain] = this.#spareOf(cell) - pages;
      this.#ceilingRoom[cell.domain] = this.roomOf(cell) + pages;
    },
  };

  readonly promoting: Bounds = {
    limit: (cell) => {
      const above = this.#above.get(cell.node) ?? 0;
      return Math.min(this.left, this.#of(cell, this.#classLeft), above, Math.max(0, this.roomOf(cell)));
    },
    spend: (cell, pages) => {
      this.#spend(cell, pages);
      this.#above.set(cell.node, (this.#above.get(cell.node) ?? 0) - pages);
      this.#ceilingRoom[cell.domain] = this.roomOf(cell) - pages;
    },
  };

  /** Pages that may go up between all pairs of nodes. */
  get above(): number {
    let sum = 0;
    for (const pages of this.#above.values()) sum += pages;
    return sum;
  }

  /** Pairs of a page of each: two of one class take two pages of its budget. */
  pairsOf(hot: Cell, cold: Cell): number {
    const isOneClass = this.#classOf[hot.domain] === this.#classOf[cold.domain];
    return isOneClass ? Math.max(0, Math.floor(this.#of(hot, this.#classLeft) / 2)) : Infinity;
  }

  /** Below the ceiling of a cell's domain, what was demoted included; below 0 above it. */
  roomOf(cell: Cell): number {
    return this.#ceilingRoom[cell.domain] as number;
  }

  /** Keeps half of what a class may move for its promotions, as far as it has some. */
  reserve(up: readonly Cell[]): void {
    const wanted = this.#classLeft.map(() => 0);
    for (const cell of up) this.#add(cell, wanted, leftIn(cell));
    wanted.forEach((pages, i) => {
      const share = this.#classLeft[i] as number;
      this.#reserved[i] = share === Infinity ? 0 : Math.min(pages, Math.floor(share / 2));
    });
  }

  release(): void {
    this.#reserved.fill(0);
  }

  /** Pages of these that ceilings and class budgets let rise. */
  risable(up: readonly Cell[]): number {
    return this.#withinLimits(up, leftIn, (cell) => Math.max(0, this.roomOf(cell)));
  }

  /** Pages from `floorBin` on that floors, class budgets and the room below let sink. */
  sinkable(cells: readonly Cell[], floorBin: number): number {
    const pages = this.#withinLimits(
      cells,
      (cell) => leftFrom(cell, floorBin),
      (cell) => this.#spareOf(cell),
    );
    return Math.max(0, Math.min(pages, this.#belowAll));
  }

  #withinLimits(cells: readonly Cell[], pagesOf: (cell: Cell) => number, mostOf: (cell: Cell) => number): number {
    const byDomain = new Map<number, number>();
    const byClass = this.#classLeft.map(() => 0);
    for (const cell of cells) {
      const known = byDomain.get(cell.domain) ?? 0;
      const added = Math.max(0, Math.min(known + pagesOf(cell), mostOf(cell)) - known);
      byDomain.set(cell.domain, known + added);
      this.#add(cell, byClass, added);
    }
    return byClass.reduce((sum, pages, i) => sum + Math.min(pages, this.#classLeft[i] as number), 0);
  }

  #spend(cell: Cell, pages: number): void {
    this.left -= pages;
    this.#add(cell, this.#classLeft, -pages);
  }

  #spareOf(cell: Cell): number {
    return this.#floorSpare[cell.domain] as number;
  }

  #of(cell: Cell, byClass: readonly number[]): number {
    return byClass[this.#classOf[cell.domain] as number] as number;
  }

  #add(cell: Cell, byClass: number[], pages: number): void {
    const of = this.#classOf[cell.domain] as number;
    byClass[of] = (byClass[of] as number) + pages;
  }
}
