import { pagesOf, type RangeColumns, startOf } from './columns.js';
import { type Mark, makeRoom, markAt, markFor } from './marks.js';
import { EXACT, RunWriter } from './runWriter.js';
import { replaceRuns, type SpaceHeat } from './space.js';

/** Reused from pass to pass; nothing outside of one call refers to it. */
const painted = new RunWriter();

/** What an outcome teaches of pages: the node they are on (undefined: not told), and the mark that follows their mark. */
interface Lesson {
  readonly node: number | undefined;
  readonly mark: (old: Mark) => Mark;
  /** Whether pages of that mark are counted. */
  readonly counts?: (old: Mark) => boolean;
}

/**
 * An outcome's moved sub-runs: the pages are on `toNode` now and were moved at `atUnixMs`. Pages not known are left out.
 * Pages that a plan had moved less than `pingPongWindowMs` before went to and fro: they are held for as long again.
 *
 * @returns how many pages went to and fro
 */
export function recordMoved(
  space: SpaceHeat,
  ranges: RangeColumns,
  toNode: number,
  atUnixMs: number,
  pingPongWindowMs = 0,
): number {
  return paint(space, ranges, {
    node: toNode,
    mark: (old) => {
      const isPingPong = wentBack(old, atUnixMs, pingPongWindowMs);
      const heldUntilUnixMs = isPingPong ? atUnixMs + pingPongWindowMs : 0;
      return { nodeAtUnixMs: atUnixMs, movedAtUnixMs: atUnixMs, heldUntilUnixMs, holdMs: 0 };
    },
    counts: (old) => wentBack(old, atUnixMs, pingPongWindowMs),
  });
}

function wentBack(old: Mark, atUnixMs: number, windowMs: number): boolean {
  // Outcomes of one plan come part by part and may tell of a page again: what was moved at that very time did not go back.
  return old.movedAtUnixMs > 0 && old.movedAtUnixMs < atUnixMs && atUnixMs - old.movedAtUnixMs < windowMs;
}

/** An outcome's sub-runs that were there already: the pages are on `node`, and nothing moved them. */
export function recordFound(space: SpaceHeat, ranges: RangeColumns, node: number, atUnixMs: number): void {
  paint(space, ranges, { node, mark: (old) => ({ ...old, nodeAtUnixMs: Math.max(old.nodeAtUnixMs, atUnixMs) }) });
}

/** An outcome's failed, skipped or unknown sub-runs: not planned again before `untilUnixMs`. */
export function recordFailed(space: SpaceHeat, ranges: RangeColumns, untilUnixMs: number): void {
  paint(space, ranges, {
    node: undefined,
    mark: (old) => ({ ...old, heldUntilUnixMs: Math.max(old.heldUntilUnixMs, untilUnixMs) }),
  });
}

/** A hold that doubles with each failure that comes while the last is remembered: as long after its end as it was itself. */
export interface GrowingHold {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** An outcome's failed sub-runs: not planned again before the end of a hold that grows from failure to failure. */
export function recordFailedAgain(space: SpaceHeat, ranges: RangeColumns, atUnixMs: number, hold: GrowingHold): void {
  paint(space, ranges, {
    node: undefined,
    mark: (old) => {
      const isRepeated = old.holdMs > 0 && atUnixMs <= old.heldUntilUnixMs + old.holdMs;
      const holdMs = isRepeated ? Math.min(2 * old.holdMs, hold.mostMs) : hold.firstMs;
      return { ...old, heldUntilUnixMs: Math.max(old.heldUntilUnixMs, atUnixMs + holdMs), holdMs };
    },
  });
}

/** One pass over the space's runs, cut at the borders of the ranges. Costs about 20 ns a run of the space. Returns what counts. */
function paint(space: SpaceHeat, ranges: RangeColumns, lesson: Lesson): number {
  if (ranges.startPage.length === 0) return 0;
  const remap = makeRoom(space.marks);
  /** Mark → the mark that follows it, found when first met; 0 is none yet, for a lesson always leaves a mark. */
  const follows = new Uint8Array(256);
  const counted = new Uint8Array(256);
  let sum = 0;
  const { runs } = space;
  const { heat, age, node, kind, mark, stale, seen, count } = runs;
  const rCount = ranges.startPage.length;
  let r = 0;
  let rStart = rCount > 0 ? (ranges.startPage[0] as number) : Infinity;
  let rEnd = rCount > 0 ? rStart + (ranges.pages[0] as number) : Infinity;
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
      let newNode = node[i] as number;
      let newMark = oldMark;
      if (taught) {
        newNode = lesson.node ?? newNode;
        newMark = follows[oldMark] as number;
        if (newMark === 0) {
          const old = markAt(space.marks, oldMark);
          newMark = markFor(space.marks, lesson.mark(old));
          follows[oldMark] = newMark;
          counted[oldMark] = lesson.counts?.(old) ? 1 : 0;
        }
        if (counted[oldMark] === 1) sum += next - page;
      }
      painted.append(
        page,
        next - page,
        heat[i] as number,
        age[i] as number,
        newNode,
        kind[i] as number,
        newMark,
        stale[i] as number,
        seen[i] as number,
      );
      page = next;
    }
  }
  replaceRuns(space, painted.table);
  return sum;
}
