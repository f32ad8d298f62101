// Original file: proto/thermocline/v1/plan.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Somebody's word that a plan be made.
 */
export interface PlanRequest {
  /**
   * As the transport proves it; `rollout <id>` where a rollout takes back what it did.
   */
  'by'?: (string);
  'reason'?: (string);
  'atUnixMs'?: (number | string | Long);
}

/**
 * Somebody's word that a plan be made.
 */
export interface PlanRequest__Output {
  /**
   * As the transport proves it; `rollout <id>` where a rollout takes back what it did.
   */
  'by': (string);
  'reason': (string);
  'atUnixMs': (string);
}
