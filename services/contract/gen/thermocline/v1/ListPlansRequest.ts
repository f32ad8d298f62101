// Original file: proto/thermocline/v1/plan_service.proto

import type { PlanState as _thermocline_v1_PlanState, PlanState__Output as _thermocline_v1_PlanState__Output } from '../../thermocline/v1/PlanState.js';

export interface ListPlansRequest {
  /**
   * All hosts when empty.
   */
  'hostId'?: (string);
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize'?: (number);
  /**
   * From the response before; empty for the first page.
   */
  'pageToken'?: (string);
  /**
   * Any state when empty.
   */
  'states'?: (_thermocline_v1_PlanState)[];
}

export interface ListPlansRequest__Output {
  /**
   * All hosts when empty.
   */
  'hostId': (string);
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize': (number);
  /**
   * From the response before; empty for the first page.
   */
  'pageToken': (string);
  /**
   * Any state when empty.
   */
  'states': (_thermocline_v1_PlanState__Output)[];
}
