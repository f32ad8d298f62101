// Original file: proto/thermocline/v1/policy_service.proto

import type { Long } from '@grpc/proto-loader';

export interface GetPolicyRequest {
  /**
   * The active policy when empty.
   */
  'name'?: (string);
  /**
   * The latest when 0; of the active policy the active one.
   */
  'revision'?: (number | string | Long);
}

export interface GetPolicyRequest__Output {
  /**
   * The active policy when empty.
   */
  'name': (string);
  /**
   * The latest when 0; of the active policy the active one.
   */
  'revision': (string);
}
