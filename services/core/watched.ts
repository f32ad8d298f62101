import { pagesOf, type RunTable } from './columns.js';
import { type HostModel, TIER_UNKNOWN, tierTable } from './host.js';
import type { MarkTable } from './marks.js';
import { classOf, type Policy } from './policy.js';
import { HEAT_ONE } from './quantities.js';
import { SCORED_TIERS } from './scoreboard.js';

/** What one class of a host looks like at the end of a window. */
export interface ClassWatch {
  readonly className: string;
  /** By tier rank; the last holds all slower ones. */
  readonly pagesByTier: Float64Array;
  /** Heat (0..1) times pages, the same. */
  readonly heatByTier: Float64Array;
  /** By when they were moved, Unix ms: pages whose window after a move ended since the last watch. */
  readonly judged: ReadonlyMap<number, JudgedPages>;
}

export interface JudgedPages {
  readonly pages: number;
  /** Of them those that were promoted. */
  readonly promoted: number;
  /** Of these those that were not seen accessed since. */
  readonly cold: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Windows after a move that ended between these times are judged. */
export interface JudgedTime {
  readonly windowSeconds: number;
  readonly fromUnixMs: number;
  readonly untilUnixMs: number;
}

/**
 * Share of the time since a move that a page has to have been unseen for to have stayed cold. Ages are kept to an eighth, and
 * a look that was under way at the move may still have seen it before.
 */
const UNSEEN_SHARE = 0.75;

/** Where the memory of each class is and how hot, and what came of earlier moves. One pass over all runs. */
export function watchClasses(host: HostModel, policy: Policy, time: JudgedTime): ClassWatch[] {
  const tierOf = tierTable(host);
  const tallies = judgeClasses(host, policy, time).map((each) => ({
    ...each,
    pagesByTier: new Float64Array(SCORED_TIERS),
    heatByTier: new Float64Array(SCORED_TIERS),
  }));
  for (const space of host.spaces.values()) {
    const { command, cgroup } = space;
    const tally = tallies[classOf(policy, { command, cgroup, hostLabels: host.facts.labels })];
    if (tally) addRuns(tally, space.heat.runs, tierOf);
  }
  return tallies;
}

/** What came of earlier moves alone: a pass over the runs of spaces that have any to be judged. */
export function judgeClasses(
  host: HostModel,
  policy: Policy,
  time: JudgedTime,
): Pick<ClassWatch, 'className' | 'judged'>[] {
  const tallies = policy.classes.map(({ name }) => ({
    className: name,
    judged: new Map<number, Mutable<JudgedPages>>(),
  }));
  let tiers: { readonly tierOf: Uint8Array; readonly fastest: number } | undefined;
  for (const space of host.spaces.values()) {
    const { marks } = space.heat;
    const due = dueMarks(marks, time);
    if (!due) continue;
    const { command, cgroup } = space;
    const tally = tallies[classOf(policy, { command, cgroup, hostLabels: host.facts.labels })];
    if (!tally) continue;
    tiers ??= { tierOf: tierTable(host), fastest: Math.min(...host.facts.nodes.map(({ tier }) => tier)) };
    judge(tally.judged, space.heat.runs, marks, due, tiers, time.untilUnixMs);
  }
  return tallies;
}

function addRuns(tally: ClassWatch, runs: RunTable, tierOf: Uint8Array): void {
  const { heat, node, count } = runs;
  const { pagesByTier, heatByTier } = tally;
  for (let i = 0; i < count; i++) {
    const tier = tierOf[node[i] as number] as number;
    if (tier === TIER_UNKNOWN) continue;
    const rank = tier < SCORED_TIERS ? tier : SCORED_TIERS - 1;
    const pages = pagesOf(runs, i);
    pagesByTier[rank] = (pagesByTier[rank] as number) + pages;
    heatByTier[rank] = (heatByTier[rank] as number) + ((heat[i] as number) / HEAT_ONE) * pages;
  }
}

/** Of the space at hand. */
const dueOf = new Uint8Array(256);

/** By mark: whether it is to be judged; undefined where none is, which spares the pass. */
function dueMarks({ used, movedAtUnixMs }: MarkTable, time: JudgedTime): Uint8Array | undefined {
  let due: Uint8Array | undefined;
  for (let mark = 1; mark < used.length; mark++) {
    if (used[mark] === 0 || movedAtUnixMs[mark] === 0) continue;
    const endUnixMs = (movedAtUnixMs[mark] as number) + time.windowSeconds * 1000;
    if (endUnixMs <= time.fromUnixMs || endUnixMs > time.untilUnixMs) continue;
    due ??= dueOf.fill(0);
    due[mark] = 1;
  }
  return due;
}

function judge(
  judged: Map<number, Mutable<JudgedPages>>,
  runs: RunTable,
  marks: MarkTable,
  due: Uint8Array,
  { tierOf, fastest }: { readonly tierOf: Uint8Array; readonly fastest: number },
  untilUnixMs: number,
): void {
  const { mark, age, node, count } = runs;
  /** Four marks a word: most runs were not moved of late, and have none. */
  const fourMarks = new Uint32Array(mark.buffer, mark.byteOffset, mark.length >>> 2);
  /** By mark, once met. */
  const sumsOf: Mutable<JudgedPages>[] = [];
  for (let i = 0; i < count; i++) {
    while ((i & 3) === 0 && fourMarks[i >>> 2] === 0) i += 4;
    const of = mark[i] as number;
    if (i >= count || due[of] === 0) continue;
    const movedAt = marks.movedAtUnixMs[of] as number;
    const pages = pagesOf(runs, i);
    // What a plan moved into the fastest tier was promoted, for nothing is demoted there.
    const isPromoted = tierOf[node[i] as number] === fastest;
    const isUnseen = (age[i] as number) * 1000 >= UNSEEN_SHARE * (untilUnixMs - movedAt);
    let sums = sumsOf[of];
    if (!sums) {
      sums = judged.get(movedAt) ?? { pages: 0, promoted: 0, cold: 0 };
      judged.set(movedAt, sums);
      sumsOf[of] = sums;
    }
    sums.pages += pages;
    if (isPromoted) sums.promoted += pages;
    if (isPromoted && isUnseen) sums.cold += pages;
  }
}
