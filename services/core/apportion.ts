import { type Bounds, type Cell, cutOf, take } from './cells.js';
import { ceilingRoom, overCeiling } from './domain.js';
import { type ExchangeRules, exchange } from './exchange.js';
import { type Cut, HEAT_BINS, heatBin } from './histogram.js';
import { Purse } from './purse.js';
import type { Situation } from './situation.js';

/** What is to be moved, in pages, by the cells' cursors; and which of it why and when. */
export interface Apportioned {
  readonly promotions: number;
  readonly demotions: number;
  /** By cell: promotions that fit before any demotion. */
  readonly atOnce: ReadonlyMap<Cell, Cut>;
  /** By cell: the coldest so far (to a bin) go because a ceiling is passed, or a low watermark. */
  readonly forCeiling: ReadonlyMap<Cell, Cut>;
  readonly forRoom: ReadonlyMap<Cell, Cut>;
}

export interface Candidates {
  /** To be promoted before all else, by domain and node; so are the others. */
  readonly first: readonly Cell[];
  readonly hot: readonly Cell[];
  readonly cold: readonly Cell[];
}

/** Bins from here on are cold by their rule. */
const coldBins = (): number => HEAT_BINS;

/**
 * What is over a ceiling or below a watermark goes first. Of the rest promotions may have half of the budget where both
 * directions wait, and what one side can't use the other gets. Promotions fill the room that there is and that the demotion
 * of what is cold makes; for each further one the coldest page goes that is cooler by the exchange gap.
 */
export function apportion(candidates: Candidates, situation: Situation): Apportioned {
  const { rooms, fastestTier, tierOf } = situation;
  const purse = new Purse(situation);
  const up = [...candidates.first, ...candidates.hot];
  const down = candidates.cold.filter((cell) => tierOf[cell.node] === fastestTier);

  for (const { index, fast } of situation.domains) {
    const over = fast ? overCeiling(fast) : 0;
    const own = down.filter((cell) => cell.domain === index);
    if (over > 0) take(own, over, purse.demoting);
  }
  const forCeiling = cutsOf(down);
  const allCold = purse.sinkable(down, HEAT_BINS);
  for (const [node, deficit] of deficits(situation, allCold)) {
    const on = candidates.cold.filter((cell) => cell.node === node);
    const gone = on.reduce((sum, cell) => sum + cell.taken, 0);
    take(on, deficit - gone, purse.demoting, lukewarm);
  }
  const forRoom = cutsOf(candidates.cold);

  const now = rooms.now((tier) => tier === fastestTier);
  const atOnce = cutsAtOnce(up, Math.min(now, purse.above), situation);
  purse.reserve(up);
  if (purse.above > 0) exchangeWithinCeilings(up, down, purse, situation);
  const hot = Math.min(purse.risable(up), purse.above);
  const reachable = Math.min(hot, now + purse.freed + purse.sinkable(down, 0));
  const forDemotions = purse.left - Math.min(reachable, Math.floor(purse.left / 2));
  take(down, Math.min(allCold, forDemotions), purse.demoting, coldBins);

  const room = now + purse.freed;
  let promotions = take(up, Math.min(hot, room), purse.promoting);
  if (promotions === room) {
    const most = Math.min(hot - promotions, Math.floor(purse.left / 2));
    promotions += exchange(up, down, rulesOf(situation, most, purse.promoting, purse));
  }
  purse.release();
  take(down, purse.left, purse.demoting, coldBins);
  return { promotions, demotions: purse.demoted, atOnce, forCeiling, forRoom };
}

/** Pages that are not hot may go where room is to be made. */
function lukewarm(cell: Cell): number {
  return HEAT_BINS - heatBin(cell.hotHeat);
}

/** By node: pages that are to leave it. Middle tiers also make room for what the fastest is about to send them. */
function deficits({ rooms, host, tierOf, fastestTier, budget }: Situation, cold: number): Map<number, number> {
  const all = new Map(rooms.deficits);
  let homeless = Math.min(cold, Math.floor(budget / 2));
  for (const { id } of host.facts.nodes) {
    if (tierOf[id] === fastestTier || rooms.belowOf(id) === 0) continue;
    homeless -= Math.max(0, rooms.nowOf(id));
    if (homeless <= 0) break;
    all.set(id, Math.max(all.get(id) ?? 0, homeless));
  }
  return all;
}

/** A cgroup at its ceiling exchanges with itself. */
function exchangeWithinCeilings(up: readonly Cell[], down: readonly Cell[], purse: Purse, situation: Situation): void {
  let most = Math.floor(purse.left / 2);
  for (const { index, fast } of situation.domains) {
    if (ceilingRoom(fast) === Infinity) continue;
    // Copies, for what is promoted in the end is taken in the order of all; these only count how much there is to exchange.
    const hot = up.filter((cell) => cell.domain === index).map((cell) => ({ ...cell }));
    const [first] = hot;
    if (!first) continue;
    take(hot, Math.max(0, purse.roomOf(first)), UNBOUND);
    const own = down.filter((cell) => cell.domain === index);
    most -= exchange(hot, own, rulesOf(situation, most, UNBOUND, purse));
  }
}

const UNBOUND: Bounds = { limit: () => Infinity, spend: () => undefined };

function rulesOf(situation: Situation, most: number, promoting: Bounds, purse: Purse): ExchangeRules {
  const levelOf = ({ domain }: Cell): number => situation.levels[situation.domains[domain]?.classIndex ?? 0] as number;
  const pairs = (hot: Cell, cold: Cell): number => purse.pairsOf(hot, cold);
  return { most, gap: situation.exchangeGap, promoting, demoting: purse.demoting, pairs, levelOf };
}

function cutsAtOnce(up: readonly Cell[], room: number, { domains }: Situation): Map<Cell, Cut> {
  const copies = new Map(up.map((cell) => [cell, { ...cell }]));
  const left = domains.map(({ fast }) => ceilingRoom(fast));
  take([...copies.values()], room, {
    limit: ({ domain }) => Math.max(0, left[domain] as number),
    spend: ({ domain }, pages) => {
      left[domain] = (left[domain] as number) - pages;
    },
  });
  return new Map([...copies].map(([cell, copy]) => [cell, cutOf(copy)]));
}

function cutsOf(cells: readonly Cell[]): Map<Cell, Cut> {
  return new Map(cells.filter((cell) => cell.taken > 0).map((cell) => [cell, cutOf(cell)]));
}
