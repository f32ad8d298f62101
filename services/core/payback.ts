import type { HostNode } from './host.js';
import { latencyOf } from './load.js';
import type { PaybackSpec } from './policySpec.js';
import { HEAT_ONE, heatOfShare } from './quantities.js';

/** What a move has to bring, as heats: so that the pass over the runs compares, and multiplies nothing. */
export interface Payback {
  /** By node id, 256 entries: runs there of a lower heat (as kept) do not pay their promotion back. 0 where every one does. */
  readonly leastHeat: Uint32Array;
  /** An exchange has to bring this gain in heat (0..1), for it moves two pages. */
  readonly leastGap: number;
}

const ALL_PAY: Payback = { leastHeat: new Uint32Array(256), leastGap: 0 };

/** No heat reaches it. */
const NEVER = HEAT_ONE + 1;

/**
 * A page of heat 1 is accessed once a second at least, as far as access bits can tell; of heat h, h times as often. So what
 * it saves in `withinSeconds` is h × seconds × penalty, a lower bound, and has to be at least what the move costs.
 */
export function paybackOf(spec: PaybackSpec | undefined, nodes: readonly HostNode[], fastestTier: number): Payback {
  if (!spec) return ALL_PAY;
  const leastHeat = new Uint32Array(256);
  let leastGap = 0;
  const fastNs = Math.min(...nodes.map((node) => (node.tier === fastestTier ? (latencyOf(node) ?? NaN) : Infinity)));
  for (const node of nodes) {
    if (node.tier === fastestTier || node.id >= 255) continue;
    const measured = (latencyOf(node) ?? NaN) - fastNs;
    const penalty = Number.isFinite(measured) ? measured : spec.slowPenaltyNanoseconds;
    const share = penalty > 0 ? spec.moveCostNanoseconds / (spec.withinSeconds * penalty) : Infinity;
    leastHeat[node.id] = share > 1 ? NEVER : heatOfShare(share);
    leastGap = Math.max(leastGap, 2 * share);
  }
  return { leastHeat, leastGap };
}
