import { NOT_KEPT, wishOf } from './judgement.js';
import { AGE_MAX_SECONDS, HEAT_ONE } from './quantities.js';
import { NO_SCORE } from './scores.js';
import type { Site } from './site.js';

/** What is wished for runs of a site where node, heat and age say all, so that the rules are asked once for many runs. */
export interface WishTable {
  /**
   * By node, WAYS entries each: one for each way in which heat and age can stand to the limits. Bit 0: at least as hot as the
   * hot ones; 1: at least as old as the cold ones; 2: hot enough for a promotion from there to pay back. As long as the
   * highest node asks for; STAY beyond.
   */
  readonly wishes: Uint8Array;
  /** Heat (as kept) of the hot ones and age (observed seconds) of the cold ones, as whole numbers. */
  readonly hot: number;
  readonly cold: number;
}

/** Ways that a run can be in. */
export const WAYS = 8;
/** Node ids are below this. */
export const NODES = 256;

/** No heat, and no age, is at least this. */
const NEVER = 65_536;

/** Asks the rules for each way of each node. */
export function wishTable(site: Site): WishTable {
  const { may, leastHeat } = site;
  const [hot, cold] = [wholeLimit(site.hotHeat), wholeLimit(site.coldAge)];
  let nodes = NODES;
  while (nodes > 0 && may[nodes - 1] === 0) nodes--;
  const wishes = new Uint8Array(WAYS * nodes);
  for (let node = 0; node < nodes; node++) {
    if (may[node] === 0) continue;
    const pays = leastHeat[node] as number;
    // Of each way that there is one of these is an example.
    for (const heat of [0, hot - 1, hot, pays - 1, pays, HEAT_ONE]) {
      if (heat < 0 || heat > HEAT_ONE) continue;
      for (const age of [0, cold - 1, cold]) {
        if (age < 0 || age > AGE_MAX_SECONDS) continue;
        const way = Number(heat >= hot) | (Number(age >= cold) << 1) | (Number(heat >= pays) << 2);
        wishes[WAYS * node + way] = wishOf(site, heat, age, node, NOT_KEPT, NO_SCORE, 0);
      }
    }
  }
  return { wishes, hot, cold };
}

function wholeLimit(limit: number): number {
  return Math.max(0, Math.min(NEVER, Math.ceil(limit)));
}
