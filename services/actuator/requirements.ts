import type { Topology } from '../kernel/port.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { MoverProbe } from './moverPort.js';

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

/** Throws NO_CAPABILITY, or CHILD_FAILED naming the errno, when the mover's trial did not work: nothing could be done here. */
export function requireMover(probe: MoverProbe): void {
  if (probe.works) return;
  if (probe.code === 'NO_CAPABILITY') throw new ThermoclineError('NO_CAPABILITY', probe.text);
  throw new ThermoclineError('CHILD_FAILED', `the mover does not work here: ${probe.code}: ${probe.text}`);
}
