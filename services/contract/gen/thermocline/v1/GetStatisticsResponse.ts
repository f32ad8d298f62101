// Original file: proto/thermocline/v1/fleet_service.proto

import type { Statistics as _thermocline_v1_Statistics, Statistics__Output as _thermocline_v1_Statistics__Output } from '../../thermocline/v1/Statistics.js';

export interface GetStatisticsResponse {
  /**
   * As asked for. It is summed up from slots of a twelfth of 5 minutes, an hour or a day, the next larger.
   */
  'windowSeconds'?: (number | string);
  /**
   * In order of name.
   */
  'statistics'?: (_thermocline_v1_Statistics)[];
  /**
   * Of `saved`; absent without prices in the policy.
   */
  'currency'?: (string);
  '_currency'?: "currency";
}

export interface GetStatisticsResponse__Output {
  /**
   * As asked for. It is summed up from slots of a twelfth of 5 minutes, an hour or a day, the next larger.
   */
  'windowSeconds': (number);
  /**
   * In order of name.
   */
  'statistics': (_thermocline_v1_Statistics__Output)[];
  /**
   * Of `saved`; absent without prices in the policy.
   */
  'currency'?: (string);
  '_currency'?: "currency";
}
