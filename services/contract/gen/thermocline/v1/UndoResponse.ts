// Original file: proto/thermocline/v1/plan_service.proto

import type { PlanSummary as _thermocline_v1_PlanSummary, PlanSummary__Output as _thermocline_v1_PlanSummary__Output } from '../../thermocline/v1/PlanSummary.js';
import type { Plan as _thermocline_v1_Plan, Plan__Output as _thermocline_v1_Plan__Output } from '../../thermocline/v1/Plan.js';
import type { Long } from '@grpc/proto-loader';

export interface UndoResponse {
  /**
   * One, or several where there is more to move than one plan holds. Not sent when the request asked for a dry run.
   */
  'summaries'?: (_thermocline_v1_PlanSummary)[];
  'plans'?: (_thermocline_v1_Plan)[];
  /**
   * Pages that stay, by reason: moved-since, freed, space-gone, unknown-effect, unknown-node, page-frames.
   */
  'pagesLeftOut'?: ({[key: string]: number | string | Long});
}

export interface UndoResponse__Output {
  /**
   * One, or several where there is more to move than one plan holds. Not sent when the request asked for a dry run.
   */
  'summaries': (_thermocline_v1_PlanSummary__Output)[];
  'plans': (_thermocline_v1_Plan__Output)[];
  /**
   * Pages that stay, by reason: moved-since, freed, space-gone, unknown-effect, unknown-node, page-frames.
   */
  'pagesLeftOut': ({[key: string]: string});
}
