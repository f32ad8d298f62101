// Original file: proto/thermocline/v1/plan_service.proto

import type { PlanState as _thermocline_v1_PlanState, PlanState__Output as _thermocline_v1_PlanState__Output } from '../../thermocline/v1/PlanState.js';
import type { Approval as _thermocline_v1_Approval, Approval__Output as _thermocline_v1_Approval__Output } from '../../thermocline/v1/Approval.js';
import type { PlanRequest as _thermocline_v1_PlanRequest, PlanRequest__Output as _thermocline_v1_PlanRequest__Output } from '../../thermocline/v1/PlanRequest.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A plan without its columns: what lists show.
 */
export interface PlanSummary {
  'planId'?: (string);
  'hostId'?: (string);
  'bootId'?: (string);
  'createdUnixMs'?: (number | string | Long);
  'expiresUnixMs'?: (number | string | Long);
  'policyName'?: (string);
  'policyRevision'?: (number | string | Long);
  'state'?: (_thermocline_v1_PlanState);
  'promotedPagesPlanned'?: (number | string | Long);
  'demotedPagesPlanned'?: (number | string | Long);
  'pagesMoved'?: (number | string | Long);
  'pagesFailed'?: (number | string | Long);
  'pagesSkipped'?: (number | string | Long);
  'pageSize'?: (number);
  'moveCount'?: (number | string | Long);
  /**
   * Of the refusal, in state REFUSED.
   */
  'stateReason'?: (string);
  /**
   * When the actuator began and ended it, by the host's clock; 0 until the outcome is here.
   */
  'startedUnixMs'?: (number | string | Long);
  'finishedUnixMs'?: (number | string | Long);
  /**
   * What was decided of a plan that waits for a person; absent for plans that need no approval.
   */
  'approval'?: (_thermocline_v1_Approval | null);
  /**
   * Of a plan that takes moves back: whose, and who asked for it.
   */
  'undoOf'?: (string);
  'requested'?: (_thermocline_v1_PlanRequest | null);
}

/**
 * A plan without its columns: what lists show.
 */
export interface PlanSummary__Output {
  'planId': (string);
  'hostId': (string);
  'bootId': (string);
  'createdUnixMs': (string);
  'expiresUnixMs': (string);
  'policyName': (string);
  'policyRevision': (string);
  'state': (_thermocline_v1_PlanState__Output);
  'promotedPagesPlanned': (string);
  'demotedPagesPlanned': (string);
  'pagesMoved': (string);
  'pagesFailed': (string);
  'pagesSkipped': (string);
  'pageSize': (number);
  'moveCount': (string);
  /**
   * Of the refusal, in state REFUSED.
   */
  'stateReason': (string);
  /**
   * When the actuator began and ended it, by the host's clock; 0 until the outcome is here.
   */
  'startedUnixMs': (string);
  'finishedUnixMs': (string);
  /**
   * What was decided of a plan that waits for a person; absent for plans that need no approval.
   */
  'approval': (_thermocline_v1_Approval__Output | null);
  /**
   * Of a plan that takes moves back: whose, and who asked for it.
   */
  'undoOf': (string);
  'requested': (_thermocline_v1_PlanRequest__Output | null);
}
