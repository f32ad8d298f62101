// Original file: proto/thermocline/v1/policy_service.proto

import type { PolicyChange as _thermocline_v1_PolicyChange, PolicyChange__Output as _thermocline_v1_PolicyChange__Output } from '../../thermocline/v1/PolicyChange.js';

export interface DiffPoliciesResponse {
  'changes'?: (_thermocline_v1_PolicyChange)[];
}

export interface DiffPoliciesResponse__Output {
  'changes': (_thermocline_v1_PolicyChange__Output)[];
}
