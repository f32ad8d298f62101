// Original file: proto/thermocline/v1/plan_service.proto

import type { PageName as _thermocline_v1_PageName, PageName__Output as _thermocline_v1_PageName__Output } from '../../thermocline/v1/PageName.js';

export interface ExplainPageRequest {
  'hostId'?: (string);
  'page'?: (_thermocline_v1_PageName | null);
}

export interface ExplainPageRequest__Output {
  'hostId': (string);
  'page': (_thermocline_v1_PageName__Output | null);
}
