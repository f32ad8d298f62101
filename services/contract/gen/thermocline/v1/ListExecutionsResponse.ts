// Original file: proto/thermocline/v1/actuator_service.proto

import type { Execution as _thermocline_v1_Execution, Execution__Output as _thermocline_v1_Execution__Output } from '../../thermocline/v1/Execution.js';

export interface ListExecutionsResponse {
  'executions'?: (_thermocline_v1_Execution)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken'?: (string);
}

export interface ListExecutionsResponse__Output {
  'executions': (_thermocline_v1_Execution__Output)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken': (string);
}
