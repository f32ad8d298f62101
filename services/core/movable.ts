import { pagesOf, type RangeColumns, type RunTable, startOf } from './columns.js';
import { engine, placeTable, placeTraits } from './engine.js';
import { isHuge, PAGE_KIND_ANON_HUGE, PAGE_KIND_SHMEM_HUGE } from './quantities.js';
import { EXACT, RunWriter } from './runWriter.js';

/** Reused from pass to pass; what movableRuns returned is valid until it is called again. */
const cut = new RunWriter();
const bordered = new RunWriter();
const whole = new RunWriter();

/**
 * The runs of a table that a plan may speak of: without the `taken` ranges, and huge pages only whole.
 *
 * @param borders pages at which runs are parted, ascending: hints say other things of the pages before and after
 * @param blocked by mark: 1 where pages that carry it must not be moved now
 * @param hugePages base pages of a huge page
 * @returns the table itself when nothing is to be done to it
 */
export function movableRuns(
  runs: RunTable,
  taken: RangeColumns | undefined,
  blocked: Uint8Array,
  hugePages: number,
  borders?: Float64Array,
): RunTable {
  const free = taken && taken.startPage.length > 0 ? withoutRanges(runs, taken) : runs;
  const left = borders && borders.length > 0 ? partedAt(free, borders) : free;
  return areWhole(placeTraits(left.bytes), left, hugePages) ? left : hugeAligned(left, blocked, hugePages);
}

function withoutRanges(runs: RunTable, ranges: RangeColumns): RunTable {
  const { heat, age, node, kind, mark, stale, seen, count } = runs;
  const rCount = ranges.startPage.length;
  let r = 0;
  cut.begin(EXACT);
  for (let i = 0; i < count; i++) {
    let page = startOf(runs, i);
    const end = page + pagesOf(runs, i);
    while (page < end) {
      while (r < rCount && (ranges.startPage[r] as number) + (ranges.pages[r] as number) <= page) r++;
      const rStart = r < rCount ? (ranges.startPage[r] as number) : Infinity;
      const free = Math.min(end, rStart) - page;
      if (free > 0) {
        cut.push(
          page,
          free,
          heat[i] as number,
          age[i] as number,
          node[i] as number,
          kind[i] as number,
          mark[i] as number,
          stale[i] as number,
          seen[i] as number,
        );
        page += free;
      } else {
        page = Math.min(end, rStart + (ranges.pages[r] as number));
      }
    }
  }
  return cut.table;
}

function partedAt(runs: RunTable, borders: Float64Array): RunTable {
  const { heat, age, node, kind, mark, stale, seen, count } = runs;
  let b = 0;
  bordered.begin(EXACT);
  for (let i = 0; i < count; i++) {
    let page = startOf(runs, i);
    const end = page + pagesOf(runs, i);
    while (page < end) {
      while (b < borders.length && (borders[b] as number) <= page) b++;
      const next = Math.min(end, borders[b] ?? Infinity);
      bordered.push(
        page,
        next - page,
        heat[i] as number,
        age[i] as number,
        node[i] as number,
        kind[i] as number,
        mark[i] as number,
        stale[i] as number,
        seen[i] as number,
      );
      page = next;
    }
  }
  return bordered.table;
}

/**
 * Whether every run of a huge kind is made of whole huge pages, as most are, where there are any; of a table whose traits are at
 * `at` in the engine's memory.
 */
export function areWhole(at: number, { bytes, capacity, count }: Table, hugePages: number): boolean {
  const kinds = PAGE_KIND_SHMEM_HUGE - PAGE_KIND_ANON_HUGE + 1;
  if (engine.hasHuge(at, capacity, count, PAGE_KIND_ANON_HUGE, kinds) === 0) return true;
  return engine.areWhole(placeTable(bytes), capacity, count, PAGE_KIND_ANON_HUGE, kinds, hugePages - 1) !== 0;
}

type Table = Pick<RunTable, 'bytes' | 'capacity' | 'count'>;

/**
 * Runs of huge kinds narrowed to whole huge pages, for a call that moves any page of one moves it whole. A huge page that
 * several runs share is a run of its own: as hot as the hottest of its parts, as lately seen, as stale and as bound as the
 * most of them, so that it is demoted only when all of it is cold. One that is not known whole, or not on one node, is left out.
 */
function hugeAligned(runs: RunTable, blocked: Uint8Array, hugePages: number): RunTable {
  const { heat, age, node, kind, mark, stale, seen, count } = runs;
  /** The run that the last huge page is begun by, or -1, and what is known of it so far. */
  let first = -1;
  let sharedEnd = 0;
  let sharedHeat = 0;
  let sharedAge = 0;
  let sharedMark = 0;
  let sharedStale = 0;
  let sharedSeen = 0;
  whole.begin(EXACT);
  for (let i = 0; i < count; i++) {
    let page = startOf(runs, i);
    const end = page + pagesOf(runs, i);
    const [runHeat, runAge, runNode] = [heat[i] as number, age[i] as number, node[i] as number];
    const [runKind, runMark, runStale] = [kind[i] as number, mark[i] as number, stale[i] as number];
    const runSeen = seen[i] as number;
    if (!isHuge(runKind)) {
      first = -1;
      whole.push(page, end - page, runHeat, runAge, runNode, runKind, runMark, runStale, runSeen);
      continue;
    }
    const offset = page % hugePages;
    if (offset > 0) {
      const hugeEnd = page - offset + hugePages;
      const continues = first >= 0 && sharedEnd === page && node[first] === runNode && kind[first] === runKind;
      page = Math.min(end, hugeEnd);
      if (continues) {
        sharedEnd = page;
        sharedHeat = Math.max(sharedHeat, runHeat);
        sharedAge = Math.min(sharedAge, runAge);
        sharedStale = Math.max(sharedStale, runStale);
        sharedSeen |= runSeen;
        if (blocked[runMark] === 1) sharedMark = runMark;
        if (page === hugeEnd) {
          const start = hugeEnd - hugePages;
          whole.push(start, hugePages, sharedHeat, sharedAge, runNode, runKind, sharedMark, sharedStale, sharedSeen);
          first = -1;
        }
      } else {
        first = -1;
      }
    }
    const pages = end - page - ((end - page) % hugePages);
    if (pages > 0) whole.push(page, pages, runHeat, runAge, runNode, runKind, runMark, runStale, runSeen);
    page += pages;
    if (page < end) {
      first = i;
      sharedEnd = end;
      sharedHeat = runHeat;
      sharedAge = runAge;
      sharedMark = runMark;
      sharedStale = runStale;
      sharedSeen = runSeen;
    }
  }
  return whole.table;
}
