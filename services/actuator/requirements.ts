import type { Topology } from '../kernel/port.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { Movers } from './movers.js';

/** Throws HOST_SINGLE_TIER where there is nowhere to move to, unless the operator wants the service up all the same. */
export function requireTiers(topology: Topology, allowSingleTier: boolean): void {
  if (topology.tiers.length > 1 || allowSingleTier) return;
  const nodes = topology.nodes.map(({ id }) => id).join(', ');
  throw new ThermoclineError(
    'HOST_SINGLE_TIER',
    `all memory of this host is one tier (node ${nodes}): there is nowhere to move pages to; ` +
      'if the nodes do differ, list them under tiers from fast to slow',
  );
}

/** Throws NO_CAPABILITY, or CHILD_FAILED naming the errno, when no mover's trial worked: nothing could be done here. */
export function requireMover(movers: Movers): void {
  if (movers.all.some(({ probe }) => probe.works)) return;
  const said = movers.all.map(({ mover, probe }) => `${mover.name}: ${probe.code}: ${probe.text}`).join('; ');
  const capability = movers.all.some(({ probe }) => probe.code === 'NO_CAPABILITY');
  throw new ThermoclineError(capability ? 'NO_CAPABILITY' : 'CHILD_FAILED', `no mover works here: ${said}`);
}
