// Original file: proto/thermocline/v1/fleet_service.proto

import type { StatisticsBy as _thermocline_v1_StatisticsBy, StatisticsBy__Output as _thermocline_v1_StatisticsBy__Output } from '../../thermocline/v1/StatisticsBy.js';

export interface GetStatisticsRequest {
  /**
   * By class when UNSPECIFIED.
   */
  'by'?: (_thermocline_v1_StatisticsBy);
  /**
   * Of STATISTICS_BY_LABEL: its name.
   */
  'label'?: (string);
  /**
   * 3600 when 0; from 25 to 86400.
   */
  'windowSeconds'?: (number | string);
}

export interface GetStatisticsRequest__Output {
  /**
   * By class when UNSPECIFIED.
   */
  'by': (_thermocline_v1_StatisticsBy__Output);
  /**
   * Of STATISTICS_BY_LABEL: its name.
   */
  'label': (string);
  /**
   * 3600 when 0; from 25 to 86400.
   */
  'windowSeconds': (number);
}
