// Original file: proto/thermocline/v1/policy.proto

import type { Long } from '@grpc/proto-loader';

export interface Amount {
  'bytes'?: (number | string | Long);
  /**
   * Of the host's fast tier, 0..1.
   */
  'share'?: (number | string);
  'amount'?: "bytes"|"share";
}

export interface Amount__Output {
  'bytes'?: (string);
  /**
   * Of the host's fast tier, 0..1.
   */
  'share'?: (number);
  'amount'?: "bytes"|"share";
}
