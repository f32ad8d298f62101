// Original file: proto/thermocline/v1/plan_service.proto

import type { PlanSummary as _thermocline_v1_PlanSummary, PlanSummary__Output as _thermocline_v1_PlanSummary__Output } from '../../thermocline/v1/PlanSummary.js';
import type { PlanGround as _thermocline_v1_PlanGround, PlanGround__Output as _thermocline_v1_PlanGround__Output } from '../../thermocline/v1/PlanGround.js';
import type { RuleSummary as _thermocline_v1_RuleSummary, RuleSummary__Output as _thermocline_v1_RuleSummary__Output } from '../../thermocline/v1/RuleSummary.js';
import type { PageHistory as _thermocline_v1_PageHistory, PageHistory__Output as _thermocline_v1_PageHistory__Output } from '../../thermocline/v1/PageHistory.js';
import type { PageExplanation as _thermocline_v1_PageExplanation, PageExplanation__Output as _thermocline_v1_PageExplanation__Output } from '../../thermocline/v1/PageExplanation.js';

export interface ExplainPlanResponse {
  'summary'?: (_thermocline_v1_PlanSummary | null);
  'ground'?: (_thermocline_v1_PlanGround | null);
  /**
   * One for each rule and class, in order of bytes.
   */
  'rules'?: (_thermocline_v1_RuleSummary)[];
  /**
   * Asked for a page alone.
   */
  'recorded'?: (_thermocline_v1_PageHistory | null);
  /**
   * What would be said of the page now; absent when the host or the space is not known any more.
   */
  'present'?: (_thermocline_v1_PageExplanation | null);
}

export interface ExplainPlanResponse__Output {
  'summary': (_thermocline_v1_PlanSummary__Output | null);
  'ground': (_thermocline_v1_PlanGround__Output | null);
  /**
   * One for each rule and class, in order of bytes.
   */
  'rules': (_thermocline_v1_RuleSummary__Output)[];
  /**
   * Asked for a page alone.
   */
  'recorded': (_thermocline_v1_PageHistory__Output | null);
  /**
   * What would be said of the page now; absent when the host or the space is not known any more.
   */
  'present': (_thermocline_v1_PageExplanation__Output | null);
}
