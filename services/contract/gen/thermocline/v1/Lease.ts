// Original file: proto/thermocline/v1/lease.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A brain's hold on a partition of the hosts. Kept in KV bucket `leases`; the entry's KV revision is the fencing token.
 */
export interface Lease {
  /**
   * Two digits, 00..63.
   */
  'partition'?: (string);
  'brainId'?: (string);
  'renewedUnixMs'?: (number | string | Long);
  'expiresUnixMs'?: (number | string | Long);
}

/**
 * A brain's hold on a partition of the hosts. Kept in KV bucket `leases`; the entry's KV revision is the fencing token.
 */
export interface Lease__Output {
  /**
   * Two digits, 00..63.
   */
  'partition': (string);
  'brainId': (string);
  'renewedUnixMs': (string);
  'expiresUnixMs': (string);
}
