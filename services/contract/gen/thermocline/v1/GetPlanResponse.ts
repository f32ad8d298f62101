// Original file: proto/thermocline/v1/plan_service.proto

import type { PlanSummary as _thermocline_v1_PlanSummary, PlanSummary__Output as _thermocline_v1_PlanSummary__Output } from '../../thermocline/v1/PlanSummary.js';
import type { Plan as _thermocline_v1_Plan, Plan__Output as _thermocline_v1_Plan__Output } from '../../thermocline/v1/Plan.js';
import type { Outcome as _thermocline_v1_Outcome, Outcome__Output as _thermocline_v1_Outcome__Output } from '../../thermocline/v1/Outcome.js';

export interface GetPlanResponse {
  'summary'?: (_thermocline_v1_PlanSummary | null);
  'plan'?: (_thermocline_v1_Plan | null);
  /**
   * Absent until the actuator has reported. All parts in one: their spaces, and the last one's state, reason and totals.
   */
  'outcome'?: (_thermocline_v1_Outcome | null);
}

export interface GetPlanResponse__Output {
  'summary': (_thermocline_v1_PlanSummary__Output | null);
  'plan': (_thermocline_v1_Plan__Output | null);
  /**
   * Absent until the actuator has reported. All parts in one: their spaces, and the last one's state, reason and totals.
   */
  'outcome': (_thermocline_v1_Outcome__Output | null);
}
