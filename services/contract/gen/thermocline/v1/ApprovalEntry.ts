// Original file: proto/thermocline/v1/plan_service.proto

import type { Approval as _thermocline_v1_Approval, Approval__Output as _thermocline_v1_Approval__Output } from '../../thermocline/v1/Approval.js';

/**
 * A plan that waits, or waited: entry of KV bucket `approvals`, key is the plan's id.
 */
export interface ApprovalEntry {
  'hostId'?: (string);
  /**
   * Plan, encoded, as it was shown.
   */
  'plan'?: (Buffer | Uint8Array | string);
  'approval'?: (_thermocline_v1_Approval | null);
}

/**
 * A plan that waits, or waited: entry of KV bucket `approvals`, key is the plan's id.
 */
export interface ApprovalEntry__Output {
  'hostId': (string);
  /**
   * Plan, encoded, as it was shown.
   */
  'plan': (Buffer);
  'approval': (_thermocline_v1_Approval__Output | null);
}
