import { copyRuns, createRunTable, pagesOf, type RunTable, setPlace } from './columns.js';
import { RUN_MAX_PAGES } from './quantities.js';

/**
 * How finely neighbours are told apart. Coarser takes less memory: neighbours in one bucket of each become one run.
 * 16 and 16 join only what is equal, so that nothing is lost.
 */
export interface Resolution {
  /** Leading bits of heat that have to agree: 6 makes buckets of 1/64. No heat at all is a bucket of its own. */
  readonly heatBits: number;
  /** Bits of age after its leading one that have to agree: 3 makes buckets of an eighth of the age; below 16 s exact. */
  readonly ageBits: number;
}

export const EXACT: Resolution = { heatBits: 16, ageBits: 16 };

/**
 * Writes ascending runs into a table that it owns and reuses, and joins neighbours that are alike: adjacent, of the same
 * node, kind, mark and staleness, and in one bucket of heat and of age. The joined run has the page-weighted mean of the
 * heats (which stays in the bucket) and the lower of the ages: a join never makes a page look colder than it was seen. At
 * exact resolution only equal `seen` join; else that of the longer stretch stands for both.
 *
 * Costs about 5 ns a run.
 */
export class RunWriter {
  table: RunTable = createRunTable(64);
  /** Page after the last run; -1 when there is none. */
  #end = -1;
  #heatShift = 0;
  #heatRound = 0;
  #ageBits = 16;
  #exact = true;

  /** Forgets what was written. */
  begin(resolution: Resolution): void {
    this.table.count = 0;
    this.#end = -1;
    this.#heatShift = 16 - resolution.heatBits;
    this.#heatRound = (1 << this.#heatShift) - 1;
    this.#ageBits = resolution.ageBits;
    this.#exact = resolution.heatBits >= 16 && resolution.ageBits >= 16;
  }

  /** Writes a run, or lengthens the last one by it where they are alike. Runs have to come in ascending order. */
  append(
    start: number,
    pages: number,
    heat: number,
    age: number,
    node: number,
    kind: number,
    mark: number,
    stale: number,
    seen: number,
  ): void {
    const table = this.table;
    const last = table.count - 1;
    if (
      start === this.#end &&
      table.node[last] === node &&
      table.kind[last] === kind &&
      table.mark[last] === mark &&
      table.stale[last] === stale &&
      this.#alike(table.heat[last] as number, heat, table.age[last] as number, age) &&
      !(this.#exact && table.seen[last] !== seen)
    ) {
      const before = pagesOf(table, last);
      const sum = before + pages;
      if (sum <= RUN_MAX_PAGES) {
        const lastHeat = table.heat[last] as number;
        if (lastHeat !== heat) table.heat[last] = Math.round((lastHeat * before + heat * pages) / sum);
        if (age < (table.age[last] as number)) table.age[last] = age;
        if (pages > before) table.seen[last] = seen;
        setPlace(table, last, start + pages - sum, sum);
        this.#end = start + pages;
        return;
      }
    }
    this.push(start, pages, heat, age, node, kind, mark, stale, seen);
  }

  /** Writes a run as it is, joined to nothing. */
  push(
    start: number,
    pages: number,
    heat: number,
    age: number,
    node: number,
    kind: number,
    mark: number,
    stale: number,
    seen: number,
  ): void {
    if (pages > RUN_MAX_PAGES) {
      this.push(start, RUN_MAX_PAGES, heat, age, node, kind, mark, stale, seen);
      this.push(start + RUN_MAX_PAGES, pages - RUN_MAX_PAGES, heat, age, node, kind, mark, stale, seen);
      return;
    }
    const i = this.table.count;
    if (i === this.table.capacity) {
      const larger = createRunTable(i * 2);
      copyRuns(this.table, larger);
      this.table = larger;
    }
    const { table } = this;
    setPlace(table, i, start, pages);
    table.heat[i] = heat;
    table.age[i] = age;
    table.node[i] = node;
    table.kind[i] = kind;
    table.mark[i] = mark;
    table.stale[i] = stale;
    table.seen[i] = seen;
    table.count = i + 1;
    this.#end = start + pages;
  }

  /** Whether both heats and both ages are in one bucket. */
  #alike(heatA: number, heatB: number, ageA: number, ageB: number): boolean {
    if ((heatA + this.#heatRound) >> this.#heatShift !== (heatB + this.#heatRound) >> this.#heatShift) return false;
    if (ageA === ageB) return true;
    // The leading bits of the higher one; ages of differing magnitude differ in them.
    const shift = Math.max(0, 31 - Math.clz32(ageA | ageB) - this.#ageBits);
    return ageA >> shift === ageB >> shift;
  }
}
