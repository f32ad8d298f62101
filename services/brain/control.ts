import type { Control } from '../contract/gen/thermocline/v1/Control.js';

/** What people and rollouts have told all actuators; each Control is made from it whole. */
export interface ControlState {
  policyRevisions: Record<string, number>;
  withdrawnRevisions: { policyName: string; revision: number }[];
  withdrawnPlans: string[];
  stop: boolean;
  pause: boolean;
}

export function initialControl(policyName: string, revision: number): ControlState {
  return {
    policyRevisions: { [policyName]: revision },
    withdrawnRevisions: [],
    withdrawnPlans: [],
    stop: false,
    pause: false,
  };
}

/**
 * `scope`: `all`, or one host with the fencing token of its partition. An actuator obeys both, and a host is told once: so
 * what may be taken back (stop, pause) is said to all alone.
 */
export function controlMessage(
  state: ControlState,
  scope: { readonly hostId: string; readonly lowestFencingToken: number } | 'all',
  sequence: number,
  nowUnixMs: number,
): Control {
  return {
    envelope: {
      schemaVersion: 1,
      hostId: scope === 'all' ? '' : scope.hostId,
      bootId: '',
      sequence,
      createdUnixMs: nowUnixMs,
    },
    policyRevisions: state.policyRevisions,
    withdrawnRevisions: scope === 'all' ? state.withdrawnRevisions : [],
    withdrawnPlans: scope === 'all' ? state.withdrawnPlans : [],
    stop: scope === 'all' && state.stop,
    pause: scope === 'all' && state.pause,
    lowestFencingToken: scope === 'all' ? 0 : scope.lowestFencingToken,
  };
}
