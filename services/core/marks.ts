/**
 * What is remembered of moves. A run carries one byte, an index into this table; moves of one outcome share an entry. So
 * residence costs a byte a run, and its times are exact.
 */
export interface MarkTable {
  /** When an outcome last told the node of these pages, Unix ms; 0 when none did. */
  readonly nodeAtUnixMs: number[];
  /** When they were last moved by a plan, Unix ms; 0 when they were not. */
  readonly movedAtUnixMs: number[];
  /** They are not to be planned before this, Unix ms; 0 when nothing holds them. */
  readonly heldUntilUnixMs: number[];
  /** How long the latest hold was that a failure set, ms: the next failure doubles it. 0 when none did. */
  readonly holdMs: number[];
  /** 1 where an entry is in use. Entry 0 is "nothing remembered" and always is. */
  readonly used: number[];
}

export interface Mark {
  readonly nodeAtUnixMs: number;
  readonly movedAtUnixMs: number;
  readonly heldUntilUnixMs: number;
  readonly holdMs: number;
}

/** A byte a run: entry 0 and 255 others. */
const MARKS = 256;

export function createMarkTable(): MarkTable {
  return { nodeAtUnixMs: [0], movedAtUnixMs: [0], heldUntilUnixMs: [0], holdMs: [0], used: [1] };
}

export function markAt(marks: MarkTable, index: number): Mark {
  return {
    nodeAtUnixMs: marks.nodeAtUnixMs[index] as number,
    movedAtUnixMs: marks.movedAtUnixMs[index] as number,
    heldUntilUnixMs: marks.heldUntilUnixMs[index] as number,
    holdMs: marks.holdMs[index] as number,
  };
}

/** Every mark kept: old index → new index. */
export const SAME: Readonly<Uint8Array> = Uint8Array.from({ length: MARKS }, (_, index) => index);

/**
 * Frees the entries whose times have all passed. Writes old index → new index into `remap` (256 entries); the pass that
 * follows has to apply it to every run of the space.
 */
export function expireMarks(marks: MarkTable, nowUnixMs: number, keepSeconds: number, remap: Uint8Array): void {
  remap.set(SAME);
  const oldest = nowUnixMs - keepSeconds * 1000;
  for (let i = 1; i < marks.used.length; i++) {
    if (marks.used[i] === 0) continue;
    // A hold that grew is remembered for as long again: the next failure may come only then.
    const rememberedUntil = (marks.heldUntilUnixMs[i] as number) + (marks.holdMs[i] as number);
    if ((marks.nodeAtUnixMs[i] as number) > oldest || rememberedUntil > nowUnixMs) continue;
    marks.used[i] = 0;
    remap[i] = 0;
  }
}

/**
 * The entry that says `mark`: one in use already, or a free one. Callers make room first (makeRoom): a pass adds at most one
 * entry for each in use.
 */
export function markFor(marks: MarkTable, mark: Mark): number {
  let free = 0;
  for (let i = 1; i < marks.used.length; i++) {
    if (marks.used[i] === 0) {
      if (free === 0) free = i;
    } else if (
      marks.nodeAtUnixMs[i] === mark.nodeAtUnixMs &&
      marks.movedAtUnixMs[i] === mark.movedAtUnixMs &&
      marks.heldUntilUnixMs[i] === mark.heldUntilUnixMs &&
      marks.holdMs[i] === mark.holdMs
    ) {
      return i;
    }
  }
  if (free === 0) free = marks.used.length;
  marks.nodeAtUnixMs[free] = mark.nodeAtUnixMs;
  marks.movedAtUnixMs[free] = mark.movedAtUnixMs;
  marks.heldUntilUnixMs[free] = mark.heldUntilUnixMs;
  marks.holdMs[free] = mark.holdMs;
  marks.used[free] = 1;
  return free;
}

/**
 * Sees to it that at least half of the entries are free. Where they are not, neighbours in time among the older half are
 * made one with the later of their times: pages are then held longer than need be, never shorter, and what moved last stays
 * exact. Returns old index → new index, SAME where none changed; else the pass that follows has to apply it to every run of the
 * space.
 */
export function makeRoom(marks: MarkTable): Uint8Array {
  let used = usedMarks(marks);
  if (used.length < MARKS / 2) return SAME;
  const remap = SAME.slice();
  while (used.length >= MARKS / 2) {
    used.sort((a, b) => latestOf(marks, a) - latestOf(marks, b) || a - b);
    for (let i = 0; i + 1 < MARKS / 4; i += 2) join(marks, used[i] as number, used[i + 1] as number, remap);
    used = usedMarks(marks);
  }
  return remap;
}

function usedMarks(marks: MarkTable): number[] {
  const used: number[] = [];
  for (let i = 1; i < marks.used.length; i++) if (marks.used[i] === 1) used.push(i);
  return used;
}

function latestOf(marks: MarkTable, index: number): number {
  return Math.max(marks.nodeAtUnixMs[index] as number, marks.heldUntilUnixMs[index] as number);
}

function join(marks: MarkTable, from: number, into: number, remap: Uint8Array): void {
  for (const times of [marks.nodeAtUnixMs, marks.movedAtUnixMs, marks.heldUntilUnixMs, marks.holdMs]) {
    times[into] = Math.max(times[into] as number, times[from] as number);
  }
  marks.used[from] = 0;
  for (let i = 0; i < MARKS; i++) if (remap[i] === from) remap[i] = into;
}
