// Original file: proto/thermocline/v1/plan_service.proto

import type { PlanSummary as _thermocline_v1_PlanSummary, PlanSummary__Output as _thermocline_v1_PlanSummary__Output } from '../../thermocline/v1/PlanSummary.js';

export interface ListPlansResponse {
  'plans'?: (_thermocline_v1_PlanSummary)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken'?: (string);
}

export interface ListPlansResponse__Output {
  'plans': (_thermocline_v1_PlanSummary__Output)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken': (string);
}
