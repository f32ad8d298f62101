// Original file: proto/thermocline/v1/plan_service.proto

import type { ApprovalState as _thermocline_v1_ApprovalState, ApprovalState__Output as _thermocline_v1_ApprovalState__Output } from '../../thermocline/v1/ApprovalState.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Where a plan stands that needs a person's approval. Kept in KV bucket `approvals` with the plan.
 */
export interface Approval {
  'state'?: (_thermocline_v1_ApprovalState);
  /**
   * Who decided, as the transport proves it.
   */
  'decidedBy'?: (string);
  'decidedUnixMs'?: (number | string | Long);
  'reason'?: (string);
}

/**
 * Where a plan stands that needs a person's approval. Kept in KV bucket `approvals` with the plan.
 */
export interface Approval__Output {
  'state': (_thermocline_v1_ApprovalState__Output);
  /**
   * Who decided, as the transport proves it.
   */
  'decidedBy': (string);
  'decidedUnixMs': (string);
  'reason': (string);
}
