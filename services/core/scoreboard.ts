import { addTo, createSlidingSums, type SlidingSums, sumsOver } from './slidingSums.js';

/** What is kept of a class, host, label, policy revision or rule: sums over time. */
export const SCORES = [
  /** Time that looks covered, host-seconds. */
  'observedSeconds',
  /** Heat (0..1) times bytes times seconds, in the fastest tier and in all others. */
  'fastHeat',
  'slowHeat',
  /** Bytes times seconds by tier rank; the last holds all slower ones. */
  'tier0ByteSeconds',
  'tier1ByteSeconds',
  'tier2ByteSeconds',
  'tier3ByteSeconds',
  /** Accesses of slow tiers as looks show them: one a look that saw the page accessed, so a lower bound. */
  'slowAccesses',
  'promotedBytes',
  'demotedBytes',
  'skippedBytes',
  /** Failed, by errno. */
  'EBUSY',
  'ENOENT',
  'EFAULT',
  'EACCES',
  'ENOMEM',
  'otherErrno',
  /** Moved, and the window after the move is over or they went back within it. */
  'judgedBytes',
  'movedBackBytes',
  'stayedColdBytes',
] as const;
export type Score = (typeof SCORES)[number];
export type Scores = Partial<Readonly<Record<Score, number>>>;

/** Slower ranks count as the last of these. */
export const SCORED_TIERS = 4;

export type Dimension = 'class' | 'host' | 'label' | 'revision' | 'rule';

/** Names beyond this share one row: labels and revisions come from people, and may be anything. Hosts are as many as there are. */
const MOST_NAMES: Readonly<Record<Dimension, number>> = {
  class: 256,
  host: Number.POSITIVE_INFINITY,
  label: 1000,
  revision: 64,
  rule: 64,
};
/** Name of the row of those beyond. */
export const OTHERS = 'others';

export interface ScoreRow {
  readonly name: string;
  readonly scores: Readonly<Record<Score, number>>;
  /** The time that they are of. */
  readonly seconds: number;
}

const COLUMN = new Map<string, number>(SCORES.map((name, column) => [name, column]));

/** Scores of a fleet by class, host, label, policy revision and rule. 2.9 KB a name. */
export class Scoreboard {
  readonly #rows: Readonly<Record<Dimension, Map<string, SlidingSums>>> = {
    class: new Map(),
    host: new Map(),
    label: new Map(),
    revision: new Map(),
    rule: new Map(),
  };

  /** Adds what happened at a time, Unix ms. The name of a label is `label=value`. */
  add(dimension: Dimension, name: string, atUnixMs: number, scores: Scores): void {
    const of = this.#row(dimension, name);
    for (const score in scores) {
      const value = scores[score as Score] as number;
      if (value !== 0) addTo(of, COLUMN.get(score) as number, atUnixMs, value);
    }
  }

  /** Rows in order of name; of dimension `label` those of one label, by value. */
  rows(dimension: Dimension, label: string, windowSeconds: number, nowUnixMs: number): ScoreRow[] {
    const found: ScoreRow[] = [];
    for (const [name, of] of this.#rows[dimension]) {
      const isOfLabel = dimension !== 'label' || name === OTHERS || name.startsWith(`${label}=`);
      if (!isOfLabel) continue;
      const { sums, seconds } = sumsOver(of, windowSeconds, nowUnixMs);
      const shown = dimension === 'label' && name !== OTHERS ? name.slice(label.length + 1) : name;
      found.push({ name: shown, scores: scoresOf((column) => sums[column] as number), seconds });
    }
    return found.sort(byName);
  }

  /** Forgets hosts; what they added elsewhere happened all the same. */
  forget(isGone: (hostId: string) => boolean): void {
    for (const hostId of this.#rows.host.keys()) if (isGone(hostId)) this.#rows.host.delete(hostId);
  }

  #row(dimension: Dimension, name: string): SlidingSums {
    const rows = this.#rows[dimension];
    const kept = rows.has(name) || rows.size < MOST_NAMES[dimension] ? name : OTHERS;
    let row = rows.get(kept);
    if (!row) {
      row = createSlidingSums(SCORES.length);
      rows.set(kept, row);
    }
    return row;
  }
}

/** Rows of several boards as one: those of one name added up. */
export function mergedRows(boards: readonly (readonly ScoreRow[])[]): ScoreRow[] {
  const merged = new Map<string, ScoreRow>();
  for (const { name, scores, seconds } of boards.flat()) {
    const before = merged.get(name);
    merged.set(name, {
      name,
      scores: before ? scoresOf((_, score) => before.scores[score] + scores[score]) : scores,
      seconds: Math.max(seconds, before?.seconds ?? 0),
    });
  }
  return [...merged.values()].sort(byName);
}

function scoresOf(value: (column: number, score: Score) => number): Record<Score, number> {
  return Object.fromEntries(SCORES.map((score, column) => [score, value(column, score)])) as Record<Score, number>;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
