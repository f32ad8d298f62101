import type { LookRuns } from '../core/look.js';
import { classOf, type Policy } from '../core/policy.js';
import { accessesOf, hitsOf, type Shares } from './accesses.js';
import type { Laid } from './residency.js';
import type { Tally } from './tally.js';
import type { SeenSpace } from './window.js';

/** The window that is counted, and what its host is like. */
export interface Ground {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly pageSize: number;
  readonly labels: Readonly<Record<string, string>>;
  /** By node id: 0 on the fastest tier, 1 on a slower one, 255 on none that is known. */
  readonly speedOf: Uint8Array;
  readonly shares: Shares;
  /** Ids of those that are known. */
  readonly nodes: readonly number[];
  readonly counts: boolean;
}

export function classNameOf(policy: Policy, space: SeenSpace, labels: Ground['labels']): string {
  const { command, cgroup } = space;
  return policy.classes[classOf(policy, { command, cgroup, hostLabels: labels })]?.name ?? '';
}

/** Accesses a second of a look's runs, as the engine has summed them up. */
export interface Hits {
  readonly all: number;
  readonly slow: number;
}

/**
 * Counts a space's accesses and residency by where its runs are laid. A run that was moved within the window counts on either
 * node for its share of the time. Pages of unknown node count nowhere.
 *
 * @param laid without times of moves where nothing was moved
 * @param pagesOn by node id: the space's pages as they are laid
 * @param hits of the runs as they are laid; summed up here where there is none
 */
export function countLaid(
  laid: Laid,
  space: SeenSpace,
  ground: Ground,
  tally: Tally,
  pagesOn: Readonly<Float64Array>,
  hits: Hits | undefined,
): void {
  if (!ground.counts) return;
  const { rates, shape } = space;
  const { speedOf, shares, nodes, startUnixMs, endUnixMs, pageSize } = ground;
  let all = 0;
  let slow = 0;
  for (const id of nodes) {
    all += pagesOn[id] as number;
    slow += (speedOf[id] as number) * (pagesOn[id] as number);
  }
  const each = hits && all === shape.totalPages ? undefined : accessesOf(laid, rates);
  const known = each ? hitsOf(laid.node, each, shares.known) : (hits as Hits).all;
  const onSlow = each ? hitsOf(laid.node, each, shares.slow) : (hits as Hits).slow;
  const moved = movedWithin(laid, rates, speedOf, startUnixMs, Math.max(1, endUnixMs - startUnixMs));
  const seconds = (endUnixMs - startUnixMs) / 1000;
  tally.accesses += known * seconds;
  tally.slowAccesses += (onSlow + moved.slowAccesses) * seconds;
  tally.byteSeconds += all * pageSize * seconds;
  tally.slowByteSeconds += (slow + moved.slowPages) * pageSize * seconds;
}

/** Sums in four lanes, for one would wait for itself where runs of one node follow each other. */
const lanes = new Float64Array(4 * 256);

/** Sets `pagesOn` (by node id) to the pages of these runs. */
export function countPages({ pages, node }: LookRuns, pagesOn: Float64Array): void {
  lanes.fill(0);
  for (let i = 0; i < pages.length; i++) {
    const at = ((i & 3) << 8) | (node[i] as number);
    lanes[at] = (lanes[at] as number) + (pages[i] as number);
  }
  for (let id = 0; id < 256; id++) {
    const half = (lanes[id] as number) + (lanes[256 + id] as number);
    pagesOn[id] = half + (lanes[512 + id] as number) + (lanes[768 + id] as number);
  }
}

/** What is to be added for the share of the window that moved runs were still on the node before. */
function movedWithin(laid: Laid, rates: Float64Array, speedOf: Uint8Array, startUnixMs: number, lengthMs: number) {
  const { pages, evidence, node, was, movedAtUnixMs, movedBits } = laid;
  let slowAccesses = 0;
  let slowPages = 0;
  // Few were moved, and most of what looks at all of them is spent on finding that out.
  for (let word = 0; word < movedBits.length; word++) {
    for (let left = movedBits[word] as number; left !== 0; left &= left - 1) {
      const i = 32 * word + 31 - Math.clz32(left & -left);
      const at = movedAtUnixMs[i] as number;
      if (at <= startUnixMs) continue;
      const before = speedOf[was[i] as number] as number;
      const speed = speedOf[node[i] as number] as number;
      if (speed > 1 || before > 1) continue;
      const earlier = Math.min(1, (at - startUnixMs) / lengthMs) * (before - speed) * (pages[i] as number);
      slowAccesses += earlier * (rates[evidence[i] as number] as number);
      slowPages += earlier;
    }
  }
  return { slowAccesses, slowPages };
}

/** By node id: whether it is of the fastest tier. */
export function speedsOf(nodes: readonly { readonly id: number; readonly tier: number }[]): Uint8Array {
  const fastest = Math.min(...nodes.map(({ tier }) => tier));
  const speeds = new Uint8Array(256).fill(255);
  for (const { id, tier } of nodes) if (id < 255) speeds[id] = tier === fastest ? 0 : 1;
  return speeds;
}
