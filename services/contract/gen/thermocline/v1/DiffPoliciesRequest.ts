// Original file: proto/thermocline/v1/policy_service.proto

import type { PolicySide as _thermocline_v1_PolicySide, PolicySide__Output as _thermocline_v1_PolicySide__Output } from '../../thermocline/v1/PolicySide.js';

export interface DiffPoliciesRequest {
  'name'?: (string);
  'before'?: (_thermocline_v1_PolicySide | null);
  'after'?: (_thermocline_v1_PolicySide | null);
}

export interface DiffPoliciesRequest__Output {
  'name': (string);
  'before': (_thermocline_v1_PolicySide__Output | null);
  'after': (_thermocline_v1_PolicySide__Output | null);
}
