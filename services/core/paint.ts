import { pagesOf, type RangeColumns, type RunTable, startOf } from './columns.js';
import { type Mark, type MarkTable, makeRoom, markAt, markFor, SAME } from './marks.js';
import { EXACT, RunWriter } from './runWriter.js';
import { replaceRuns, type SpaceHeat } from './space.js';

/** Reused from pass to pass; nothing outside of one call refers to it. */
const painted = new RunWriter();

/** What an outcome teaches of pages: the node they are on (undefined: not told), and the mark that follows their mark. */
export interface Lesson {
  readonly node: number | undefined;
  readonly mark: (old: Mark) => Mark;
  /** Whether pages of that mark are counted. */
  readonly counts?: (old: Mark) => boolean;
}

/**
 * Teaches a space's runs a lesson of some pages of theirs. Returns the pages that count.
 *
 * @param of indices of the runs that the ranges are, one each, where somebody knows
 */
export function paint(space: SpaceHeat, ranges: RangeColumns, lesson: Lesson, of?: Uint32Array): number {
  if (ranges.startPage.length === 0) return 0;
  const remap = makeRoom(space.marks);
  const teacher = new Teacher(space.marks, lesson);
  const { runs } = space;
  if (remap === SAME && of) return paintRuns(runs, of, teacher);
  if (remap === SAME && findWhole(runs, ranges)) return paintWhole(runs, ranges, teacher);
  return paintCut(space, ranges, teacher, remap);
}

/** Of the teacher at work: by mark, the one that follows it, and whether its pages count. */
const follows = new Uint8Array(256);
const counted = new Uint8Array(256);

/** What follows each mark, found when it is first met. */
class Teacher {
  /** 0 is none yet, for a lesson always leaves a mark. */
  readonly #follows = follows.fill(0);
  readonly #counted = counted;
  sum = 0;

  constructor(
    private readonly marks: MarkTable,
    private readonly lesson: Lesson,
  ) {}

  nodeAfter(node: number): number {
    return this.lesson.node ?? node;
  }

  /** The mark that follows one, of so many pages. */
  markAfter(old: number, pages: number): number {
    if (this.#follows[old] === 0) {
      const mark = markAt(this.marks, old);
      this.#follows[old] = markFor(this.marks, this.lesson.mark(mark));
      this.#counted[old] = this.lesson.counts?.(mark) ? 1 : 0;
    }
    if (this.#counted[old] === 1) this.sum += pages;
    return this.#follows[old] as number;
  }
}

/** By range: its first run, and the one after its last; set by findWhole. */
let firsts = new Uint32Array(64);
let lasts = new Uint32Array(64);

/** Whether every range is made of whole runs, as those of a plan are until a look moves borders. Ranges of unknown pages are. */
function findWhole(runs: RunTable, { startPage, pages }: RangeColumns): boolean {
  const ranges = startPage.length;
  if (firsts.length < ranges) [firsts, lasts] = [new Uint32Array(2 * ranges), new Uint32Array(2 * ranges)];
  const { count } = runs;
  let next = 0;
  for (let r = 0; r < ranges; r++) {
    const start = startPage[r] as number;
    const end = start + (pages[r] as number);
    next = firstFrom(runs, next, start);
    if (next > 0 && startOf(runs, next - 1) + pagesOf(runs, next - 1) > start) return false;
    firsts[r] = next;
    while (next < count && startOf(runs, next) < end) next++;
    if (next > 0 && startOf(runs, next - 1) + pagesOf(runs, next - 1) > end) return false;
    lasts[r] = next;
  }
  return true;
}

/** The first run from `low` on that begins at `page` or after it. */
function firstFrom(runs: RunTable, low: number, page: number): number {
  let high = runs.count;
  let at = low;
  while (at < high) {
    const middle = (at + high) >> 1;
    if (startOf(runs, middle) < page) at = middle + 1;
    else high = middle;
  }
  return at;
}

function paintRuns(runs: RunTable, of: Uint32Array, teacher: Teacher): number {
  const { node, mark } = runs;
  for (let r = 0; r < of.length; r++) {
    const i = of[r] as number;
    node[i] = teacher.nodeAfter(node[i] as number);
    mark[i] = teacher.markAfter(mark[i] as number, pagesOf(runs, i));
  }
  return teacher.sum;
}

/** In place: some 20 ns a run that is taught. What has become alike is joined by the next look. */
function paintWhole(runs: RunTable, ranges: RangeColumns, teacher: Teacher): number {
  const { node, mark } = runs;
  for (let r = 0; r < ranges.startPage.length; r++) {
    for (let i = firsts[r] as number; i < (lasts[r] as number); i++) {
      node[i] = teacher.nodeAfter(node[i] as number);
      mark[i] = teacher.markAfter(mark[i] as number, pagesOf(runs, i));
    }
  }
  return teacher.sum;
}

/** One pass over all of the space's runs, cut at the borders of the ranges: about 20 ns each. */
function paintCut(space: SpaceHeat, ranges: RangeColumns, teacher: Teacher, remap: Readonly<Uint8Array>): number {
  const { runs } = space;
  const { heat, age, node, kind, mark, stale, seen, count } = runs;
  const rCount = ranges.startPage.length;
  let r = 0;
  let rStart = ranges.startPage[0] as number;
  let rEnd = rStart + (ranges.pages[0] as number);
  // What differs in node or mark must not join and the rest is as it was, so only cuts of one run find each other again.
  painted.begin(EXACT);
  for (let i = 0; i < count; i++) {
    let page = startOf(runs, i);
    const end = page + pagesOf(runs, i);
    const oldMark = remap[mark[i] as number] as number;
    while (page < end) {
      while (rEnd <= page) {
        r++;
        rStart = r < rCount ? (ranges.startPage[r] as number) : Infinity;
        rEnd = r < rCount ? rStart + (ranges.pages[r] as number) : Infinity;
      }
      const taught = rStart <= page;
      const next = Math.min(end, taught ? rEnd : rStart);
      painted.append(
        page,
        next - page,
        heat[i] as number,
        age[i] as number,
        taught ? teacher.nodeAfter(node[i] as number) : (node[i] as number),
        kind[i] as number,
        taught ? teacher.markAfter(oldMark, next - page) : oldMark,
        stale[i] as number,
        seen[i] as number,
      );
      page = next;
    }
  }
  replaceRuns(space, painted.table);
  return teacher.sum;
}
