// Original file: proto/thermocline/v1/actuator_service.proto

import type { Limits as _thermocline_v1_Limits, Limits__Output as _thermocline_v1_Limits__Output } from '../../thermocline/v1/Limits.js';

export interface SetLimitsRequest {
  /**
   * Empty: no bounds from here.
   */
  'limits'?: (_thermocline_v1_Limits | null);
}

export interface SetLimitsRequest__Output {
  /**
   * Empty: no bounds from here.
   */
  'limits': (_thermocline_v1_Limits__Output | null);
}
