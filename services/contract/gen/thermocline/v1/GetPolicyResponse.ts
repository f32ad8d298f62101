// Original file: proto/thermocline/v1/policy_service.proto

import type { Policy as _thermocline_v1_Policy, Policy__Output as _thermocline_v1_Policy__Output } from '../../thermocline/v1/Policy.js';

export interface GetPolicyResponse {
  'policy'?: (_thermocline_v1_Policy | null);
  'active'?: (boolean);
}

export interface GetPolicyResponse__Output {
  'policy': (_thermocline_v1_Policy__Output | null);
  'active': (boolean);
}
