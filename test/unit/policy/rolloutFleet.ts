import type { RolloutHost } from '../../../services/core/cohort.js';
import type { RolloutGround } from '../../../services/policy/rolloutReading.js';

/** Hosts of a zone, in four racks, two classes and two makes of hardware. */
export function fleetOf(count: number): RolloutHost[] {
  return Array.from({ length: count }, (_, i) => ({
    hostId: `host-${i}`,
    labels: { zone: 'a', rack: `r${i % 4}`, class: i % 2 ? 'batch' : 'web', hardware: i % 3 ? 'new' : 'old' },
  }));
}

/** A brain with a Prometheus whose policy `default` is at revision 3. */
export function groundOf(hosts: number, changes: Partial<RolloutGround> = {}): RolloutGround {
  return {
    stableRevision: (policy) => (policy === 'default' ? 3 : undefined),
    fleet: fleetOf(hosts),
    hasPrometheus: true,
    leastIntervalSeconds: 60,
    ...changes,
  };
}
