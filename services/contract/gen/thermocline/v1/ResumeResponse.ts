// Original file: proto/thermocline/v1/actuator_service.proto

import type { LocalControl as _thermocline_v1_LocalControl, LocalControl__Output as _thermocline_v1_LocalControl__Output } from '../../thermocline/v1/LocalControl.js';

export interface ResumeResponse {
  'control'?: (_thermocline_v1_LocalControl | null);
}

export interface ResumeResponse__Output {
  'control': (_thermocline_v1_LocalControl__Output | null);
}
