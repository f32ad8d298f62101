// Original file: proto/thermocline/v1/policy_service.proto

import type { PolicySummary as _thermocline_v1_PolicySummary, PolicySummary__Output as _thermocline_v1_PolicySummary__Output } from '../../thermocline/v1/PolicySummary.js';
import type { PolicyProblem as _thermocline_v1_PolicyProblem, PolicyProblem__Output as _thermocline_v1_PolicyProblem__Output } from '../../thermocline/v1/PolicyProblem.js';
import type { PolicyChange as _thermocline_v1_PolicyChange, PolicyChange__Output as _thermocline_v1_PolicyChange__Output } from '../../thermocline/v1/PolicyChange.js';

export interface ApplyPolicyResponse {
  /**
   * The revision that is active now, or would be.
   */
  'policy'?: (_thermocline_v1_PolicySummary | null);
  /**
   * False when the latest revision says the very same: then no other is made.
   */
  'created'?: (boolean);
  'warnings'?: (_thermocline_v1_PolicyProblem)[];
  /**
   * From what was active before.
   */
  'changes'?: (_thermocline_v1_PolicyChange)[];
}

export interface ApplyPolicyResponse__Output {
  /**
   * The revision that is active now, or would be.
   */
  'policy': (_thermocline_v1_PolicySummary__Output | null);
  /**
   * False when the latest revision says the very same: then no other is made.
   */
  'created': (boolean);
  'warnings': (_thermocline_v1_PolicyProblem__Output)[];
  /**
   * From what was active before.
   */
  'changes': (_thermocline_v1_PolicyChange__Output)[];
}
