// Original file: proto/thermocline/v1/actuator_service.proto

import type { Limits as _thermocline_v1_Limits, Limits__Output as _thermocline_v1_Limits__Output } from '../../thermocline/v1/Limits.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What people at this host have said, and who said the last of it.
 */
export interface LocalControl {
  'pause'?: (boolean);
  'stop'?: (boolean);
  'dryRun'?: (boolean);
  'limits'?: (_thermocline_v1_Limits | null);
  /**
   * As the transport proves it; `unauthenticated` without a certificate. Empty before the first.
   */
  'by'?: (string);
  'atUnixMs'?: (number | string | Long);
}

/**
 * What people at this host have said, and who said the last of it.
 */
export interface LocalControl__Output {
  'pause': (boolean);
  'stop': (boolean);
  'dryRun': (boolean);
  'limits': (_thermocline_v1_Limits__Output | null);
  /**
   * As the transport proves it; `unauthenticated` without a certificate. Empty before the first.
   */
  'by': (string);
  'atUnixMs': (string);
}
