// Original file: proto/thermocline/v1/plan_service.proto

import type { PageExplanation as _thermocline_v1_PageExplanation, PageExplanation__Output as _thermocline_v1_PageExplanation__Output } from '../../thermocline/v1/PageExplanation.js';
import type { PageHistory as _thermocline_v1_PageHistory, PageHistory__Output as _thermocline_v1_PageHistory__Output } from '../../thermocline/v1/PageHistory.js';

export interface ExplainPageResponse {
  'present'?: (_thermocline_v1_PageExplanation | null);
  /**
   * What plans kept here recorded of the page, newest first, 10 at most.
   */
  'recorded'?: (_thermocline_v1_PageHistory)[];
}

export interface ExplainPageResponse__Output {
  'present': (_thermocline_v1_PageExplanation__Output | null);
  /**
   * What plans kept here recorded of the page, newest first, 10 at most.
   */
  'recorded': (_thermocline_v1_PageHistory__Output)[];
}
