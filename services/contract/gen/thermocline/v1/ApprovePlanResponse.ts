// Original file: proto/thermocline/v1/plan_service.proto

import type { PlanSummary as _thermocline_v1_PlanSummary, PlanSummary__Output as _thermocline_v1_PlanSummary__Output } from '../../thermocline/v1/PlanSummary.js';

export interface ApprovePlanResponse {
  'summary'?: (_thermocline_v1_PlanSummary | null);
}

export interface ApprovePlanResponse__Output {
  'summary': (_thermocline_v1_PlanSummary__Output | null);
}
