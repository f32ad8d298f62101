import { classOf, type Policy } from '../core/policy.js';
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
  readonly counts: boolean;
}

export function classNameOf(policy: Policy, space: SeenSpace, labels: Ground['labels']): string {
  const { command, cgroup } = space;
  return policy.classes[classOf(policy, { command, cgroup, hostLabels: labels })]?.name ?? '';
}

/**
 * Counts a space's accesses and residency by where its runs are laid. A run that was moved within the window counts on either
 * node for its share of the time. Pages of unknown node count nowhere.
 *
 * @param laid without times of moves where nothing was moved
 * @param pagesOn by node id: set to the space's pages
 */
export function countLaid(laid: Laid, space: SeenSpace, ground: Ground, tally: Tally, pagesOn: Float64Array): void {
  const { pages, evidence, node, was, movedAtUnixMs } = laid;
  const { rates } = space;
  const { speedOf, startUnixMs, endUnixMs, pageSize } = ground;
  const lengthMs = Math.max(1, endUnixMs - startUnixMs);
  const seconds = lengthMs / 1000;
  const of: [fastAccesses: number, slowAccesses: number] = [0, 0];
  const on: [fastPages: number, slowPages: number] = [0, 0];
  pagesOn.fill(0);
  for (let i = 0; i < pages.length; i++) {
    const length = pages[i] as number;
    const now = node[i] as number;
    pagesOn[now] = (pagesOn[now] as number) + length;
    const speed = speedOf[now] as number;
    const before = speedOf[was[i] as number] as number;
    if (speed > 1) continue;
    const accesses = (rates[evidence[i] as number] as number) * length;
    const at = movedAtUnixMs[i] ?? 0;
    if (at === 0 || before > 1) {
      of[speed as 0 | 1] += accesses;
      on[speed as 0 | 1] += length;
      continue;
    }
    const earlier = Math.min(1, Math.max(0, (at - startUnixMs) / lengthMs));
    of[before as 0 | 1] += earlier * accesses;
    on[before as 0 | 1] += earlier * length;
    of[speed as 0 | 1] += (1 - earlier) * accesses;
    on[speed as 0 | 1] += (1 - earlier) * length;
  }
  if (!ground.counts) return;
  tally.accesses += (of[0] + of[1]) * seconds;
  tally.slowAccesses += of[1] * seconds;
  tally.byteSeconds += (on[0] + on[1]) * pageSize * seconds;
  tally.slowByteSeconds += on[1] * pageSize * seconds;
}

/** By node id: whether it is of the fastest tier. */
export function speedsOf(nodes: readonly { readonly id: number; readonly tier: number }[]): Uint8Array {
  const fastest = Math.min(...nodes.map(({ tier }) => tier));
  const speeds = new Uint8Array(256).fill(255);
  for (const { id, tier } of nodes) if (id < 255) speeds[id] = tier === fastest ? 0 : 1;
  return speeds;
}
