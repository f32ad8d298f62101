import { pagesOf, type RunTable, startOf } from './columns.js';
import { aligned, engine, memoryTo, placed, placeTraits, scratch, WISHES } from './engine.js';
import { binOf, isFree, isFresh, isKindMoved, NOT_KEPT, wishOf } from './judgement.js';
import { movableRuns } from './movable.js';
import { isHuge, STALE_MAX_TICKS } from './quantities.js';
import { NO_SCORE, Scores } from './scores.js';
import type { Site } from './site.js';
import { hintBits } from './spaceHints.js';
import { DEMOTE, DISPLACE, isDemotion, STAY } from './wish.js';
import { NODES, WAYS, type WishTable, wishTable } from './wishTable.js';

/** Runs of one site that the rules would move, as columns; `count` entries from `first` on are valid, until the next are gathered. */
export interface Candidates {
  /** What `run` counts in. */
  readonly runs: RunTable;
  readonly first: number;
  readonly count: number;
  /** Index of the run, ascending. */
  readonly run: Uint32Array;
  /** Bin of heat or of coldness, by its wish. */
  readonly bin: Uint16Array;
  readonly wish: Uint8Array;
}

/** Lowest bin of heat of what is to be promoted, and of coldness of what is to be demoted. */
export interface LeastBins {
  readonly up: number;
  readonly down: number;
}

export const EVERY_BIN: LeastBins = { up: 0, down: 0 };

/**
 * The runs of a site that the rules would move, in order of page, whether or not there is room and budget for all of them.
 * See wishOf for the rules. Columns and not a callback a run, which would cost as much as all the rules together.
 *
 * @param among bits of what may be wished on a node: runs on nodes that have none of these may be passed over
 * @param least those of lower bins are passed over
 */
export function candidatesOf(site: Site, among: number, least: LeastBins): Candidates {
  const { space, taken, blocked, hugePages, hints } = site;
  const own = space.heat.runs;
  const runs = movableRuns(own, taken, blocked, hugePages, hints?.borders);
  if (!isLookedUp(site)) return asked(site, runs, among, least);
  // A table that is left as it is has been placed for it to be found so.
  return lookedUp(site, runs, runs === own ? placed() : placeTraits(runs.bytes), least);
}

/**
 * The same where node, heat and age say all, of a site whose table is known to be left as it is: half as dear.
 *
 * @param at where the engine has its columns, where it does
 */
export function candidatesOfWhole(site: Site, least: LeastBins, at?: number): Candidates {
  const { runs } = site.space.heat;
  return lookedUp(site, runs, at ?? placeTraits(runs.bytes), least);
}

/** Whether node, heat and age say all of a site's runs. */
export function isLookedUp({ hints, scores, hotSeen }: Site): boolean {
  return !hints && !scores && !hotSeen;
}

/** Asks the rules of each run. */
function asked(site: Site, runs: RunTable, among: number, least: LeastBins): Candidates {
  const { may, hints: said } = site;
  const { heat, age, node, kind, mark, stale, count } = runs;
  const seen = site.hotSeen && runs.seen;
  const scores = site.scores && new Scores(site.space.heat.runs, site.scores);
  const { run, bin: bins, wish: wishes } = columnsAt(aligned(scratch()), runs.capacity);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const on = node[i] as number;
    if (((may[on] as number) & among) === 0) continue;
    const start = startOf(runs, i);
    const end = start + pagesOf(runs, i);
    const hints = said ? hintBits(said, start, end) : 0;
    const score = scores ? scores.of(start, end) : NO_SCORE;
    const [warmth, unseen] = [heat[i] as number, age[i] as number];
    const wish = wishOf(site, warmth, unseen, on, seen ? (seen[i] as number) : NOT_KEPT, score, hints);
    if (wish === STAY || !isFresh(site, stale[i] as number) || !isFree(site, mark[i] as number)) continue;
    if (!isKindMoved(site, kind[i] as number)) continue;
    const bin = binOf(wish, warmth, unseen, score);
    if (bin < (isDemotion(wish) ? least.down : least.up)) continue;
    run[found] = i;
    wishes[found] = wish;
    bins[found++] = bin;
  }
  return { runs, first: 0, count: found, run, bin: bins, wish: wishes };
}

/** The same where node, heat and age say all: the engine looks up what the rules answer. */
function lookedUp(site: Site, runs: RunTable, at: number, { up, down }: LeastBins): Candidates {
  const { hot, cold } = placeWishes(site);
  const { bytes, capacity, count } = runs;
  const out = aligned(Math.max(at + bytes.length, scratch()));
  // More is written than is kept.
  const room = capacity + 8;
  const { run, bin, wish } = columnsAt(out, room);
  const maxStale = Math.min(STALE_MAX_TICKS, site.maxStale);
  const found = engine.wished(at, capacity, count, WISHES, hot, cold, maxStale, DEMOTE, DISPLACE, up, down, out, room);
  return { runs, first: 0, count: found, run, bin, wish };
}

/** A table, and what it was made of. */
interface MadeTable
  extends Pick<Site, 'may' | 'hotHeat' | 'coldAge' | 'alwaysFast' | 'keepsFast' | 'leastHeat' | 'kinds'> {
  readonly table: WishTable;
}

/** Those made last. */
const made: MadeTable[] = [];
const MOST_MADE = 8;
/** The one that the engine has now. */
let latest: WishTable | undefined;

function tableOf(site: Site): WishTable {
  const { may, hotHeat, coldAge, alwaysFast, keepsFast, leastHeat, kinds } = site;
  for (const each of made) {
    if (each.hotHeat !== hotHeat || each.coldAge !== coldAge || each.leastHeat !== leastHeat) continue;
    if (each.alwaysFast !== alwaysFast || each.keepsFast !== keepsFast) continue;
    if (!areEqual(each.may, may) || !areEqual(each.kinds, kinds)) continue;
    return each.table;
  }
  const table = wishTable(site);
  if (made.push({ may, hotHeat, coldAge, alwaysFast, keepsFast, leastHeat, kinds, table }) > MOST_MADE) made.shift();
  return table;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** Lays out what the engine looks up of a site. */
export function placeWishes(site: Site): WishTable {
  const table = tableOf(site);
  const least = WISHES + WAYS * NODES;
  const kinds = least + 4 * NODES;
  const memory = memoryTo(kinds + 2 * NODES);
  if (table !== latest) {
    latest = table;
    memory.fill(STAY, WISHES, least);
    memory.set(table.wishes, WISHES);
    memory.set(new Uint8Array(site.leastHeat.buffer), least);
    memory.set(site.kinds, kinds);
  }
  memory.fill(0, kinds + NODES, kinds + 2 * NODES);
  memory.set(site.blocked, kinds + NODES);
  return table;
}

/** Columns for so many candidates in the engine's memory: index 4 bytes, bin 2, wish 1. */
function columnsAt(at: number, room: number): Pick<Candidates, 'run' | 'bin' | 'wish'> {
  const { buffer } = memoryTo(at + 7 * room);
  const bins = at + 4 * room;
  return {
    run: new Uint32Array(buffer, at, room),
    bin: new Uint16Array(buffer, bins, room),
    wish: new Uint8Array(buffer, bins + 2 * room, room),
  };
}

/** Pages of a run that can't be parted: 1, or those of a huge page. */
export function unitOf({ hugePages }: Site, kind: number): number {
  return isHuge(kind) ? hugePages : 1;
}
