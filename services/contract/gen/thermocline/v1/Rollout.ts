// Original file: proto/thermocline/v1/rollout.proto

import type { RolloutPhase as _thermocline_v1_RolloutPhase, RolloutPhase__Output as _thermocline_v1_RolloutPhase__Output } from '../../thermocline/v1/RolloutPhase.js';
import type { RolloutStep as _thermocline_v1_RolloutStep, RolloutStep__Output as _thermocline_v1_RolloutStep__Output } from '../../thermocline/v1/RolloutStep.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The way a policy revision reaches the fleet, stage by stage. Kept in KV bucket `rollouts`.
 */
export interface Rollout {
  'rolloutId'?: (string);
  'policyName'?: (string);
  'revision'?: (number | string | Long);
  'stableRevision'?: (number | string | Long);
  'phase'?: (_thermocline_v1_RolloutPhase);
  'phaseReason'?: (string);
  'steps'?: (_thermocline_v1_RolloutStep)[];
  'currentStep'?: (number);
  'createdUnixMs'?: (number | string | Long);
  'author'?: (string);
  /**
   * Hosts kept on the stable revision throughout, as a share of the fleet.
   */
  'controlShare'?: (number | string);
}

/**
 * The way a policy revision reaches the fleet, stage by stage. Kept in KV bucket `rollouts`.
 */
export interface Rollout__Output {
  'rolloutId': (string);
  'policyName': (string);
  'revision': (string);
  'stableRevision': (string);
  'phase': (_thermocline_v1_RolloutPhase__Output);
  'phaseReason': (string);
  'steps': (_thermocline_v1_RolloutStep__Output)[];
  'currentStep': (number);
  'createdUnixMs': (string);
  'author': (string);
  /**
   * Hosts kept on the stable revision throughout, as a share of the fleet.
   */
  'controlShare': (number);
}
