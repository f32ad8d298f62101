import type { RangeColumns } from '../contract/ranges.js';
import { type MoveSpace, spaceText } from './moveSpace.js';

interface RecentMove {
  readonly startPage: number;
  readonly endPage: number;
  readonly toNode: number;
  readonly movedMs: number;
}

/** Moves remembered for all spaces together; beyond it the oldest of the largest space are forgotten. */
const MOST_MOVES = 200_000;

/**
 * The last moves of each space, so that a page does not go back within the residence time. The policy keeps its own
 * residence when it plans; this is the host's own guard, for plans that cross on their way. Times in monotonic ms.
 */
export class Residence {
  private readonly residenceMs: number;
  private readonly most: number;
  /** By spaceText, oldest first. */
  private readonly moves = new Map<string, RecentMove[]>();
  private size = 0;
  /** Moves forgotten for want of room before their time was over. */
  forgotten = 0;

  constructor(residenceMs: number, most = MOST_MOVES) {
    this.residenceMs = residenceMs;
    this.most = most;
  }

  moved(space: MoveSpace, startPage: number, pages: number, toNode: number, movedMs: number): void {
    if (this.residenceMs <= 0) return;
    const key = spaceText(space);
    const moves = this.moves.get(key) ?? [];
    const last = moves.at(-1);
    const joins = last && last.toNode === toNode && last.endPage === startPage && movedMs - last.movedMs < 1000;
    if (joins) {
      moves[moves.length - 1] = { ...last, endPage: startPage + pages, movedMs };
    } else {
      moves.push({ startPage, endPage: startPage + pages, toNode, movedMs });
      this.size++;
    }
    this.moves.set(key, moves);
    if (this.size > this.most) this.makeRoom(movedMs);
  }

  /** Pages of this space that came to `fromNode` less than the residence time ago; undefined where none did. */
  recent(space: MoveSpace, fromNode: number, nowMs: number): RangeColumns | undefined {
    const since = nowMs - this.residenceMs;
    const recent = (this.moves.get(spaceText(space)) ?? [])
      .filter((move) => move.toNode === fromNode && move.movedMs > since)
      .sort((a, b) => a.startPage - b.startPage);
    if (recent.length === 0) return undefined;
    const ends: RecentMove[] = [];
    for (const move of recent) {
      const last = ends.at(-1);
      if (last && move.startPage <= last.endPage) {
        ends[ends.length - 1] = { ...last, endPage: Math.max(last.endPage, move.endPage) };
      } else ends.push(move);
    }
    return {
      startPage: Float64Array.from(ends, ({ startPage }) => startPage),
      pages: Float64Array.from(ends, ({ startPage, endPage }) => endPage - startPage),
    };
  }

  private makeRoom(nowMs: number): void {
    let largest: [string, RecentMove[]] | undefined;
    for (const [key, moves] of this.moves) {
      const kept = moves.filter((move) => move.movedMs > nowMs - this.residenceMs);
      this.size -= moves.length - kept.length;
      if (kept.length === 0) this.moves.delete(key);
      else this.moves.set(key, kept);
      if (!largest || kept.length > largest[1].length) largest = [key, kept];
    }
    if (!largest || this.size <= this.most) return;
    const dropped = Math.ceil(largest[1].length / 2);
    this.moves.set(largest[0], largest[1].slice(dropped));
    this.size -= dropped;
    this.forgotten += dropped;
  }
}
