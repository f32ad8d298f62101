// Original file: proto/thermocline/v1/actuator_service.proto

import type { Execution as _thermocline_v1_Execution, Execution__Output as _thermocline_v1_Execution__Output } from '../../thermocline/v1/Execution.js';

export interface WatchExecutionsResponse {
  'execution'?: (_thermocline_v1_Execution | null);
}

export interface WatchExecutionsResponse__Output {
  'execution': (_thermocline_v1_Execution__Output | null);
}
