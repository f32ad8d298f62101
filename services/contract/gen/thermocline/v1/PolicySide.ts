// Original file: proto/thermocline/v1/policy_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * One side of a comparison.
 */
export interface PolicySide {
  /**
   * YAML, as in ValidatePolicyRequest.
   */
  'source'?: (string);
  /**
   * Of the policy named; 0 for the latest.
   */
  'revision'?: (number | string | Long);
  'side'?: "source"|"revision";
}

/**
 * One side of a comparison.
 */
export interface PolicySide__Output {
  /**
   * YAML, as in ValidatePolicyRequest.
   */
  'source'?: (string);
  /**
   * Of the policy named; 0 for the latest.
   */
  'revision'?: (string);
  'side'?: "source"|"revision";
}
