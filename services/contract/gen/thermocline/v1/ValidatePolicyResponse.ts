// Original file: proto/thermocline/v1/policy_service.proto

import type { PolicyProblem as _thermocline_v1_PolicyProblem, PolicyProblem__Output as _thermocline_v1_PolicyProblem__Output } from '../../thermocline/v1/PolicyProblem.js';
import type { Policy as _thermocline_v1_Policy, Policy__Output as _thermocline_v1_Policy__Output } from '../../thermocline/v1/Policy.js';

export interface ValidatePolicyResponse {
  /**
   * In the order of the source; the policy would be refused for these.
   */
  'problems'?: (_thermocline_v1_PolicyProblem)[];
  'warnings'?: (_thermocline_v1_PolicyProblem)[];
  /**
   * As it would be applied, without revision; absent where there are problems in the source.
   */
  'policy'?: (_thermocline_v1_Policy | null);
}

export interface ValidatePolicyResponse__Output {
  /**
   * In the order of the source; the policy would be refused for these.
   */
  'problems': (_thermocline_v1_PolicyProblem__Output)[];
  'warnings': (_thermocline_v1_PolicyProblem__Output)[];
  /**
   * As it would be applied, without revision; absent where there are problems in the source.
   */
  'policy': (_thermocline_v1_Policy__Output | null);
}
