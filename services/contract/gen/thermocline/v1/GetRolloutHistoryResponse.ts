// Original file: proto/thermocline/v1/rollout_service.proto

import type { RolloutAudit as _thermocline_v1_RolloutAudit, RolloutAudit__Output as _thermocline_v1_RolloutAudit__Output } from '../../thermocline/v1/RolloutAudit.js';

export interface GetRolloutHistoryResponse {
  'transitions'?: (_thermocline_v1_RolloutAudit)[];
}

export interface GetRolloutHistoryResponse__Output {
  'transitions': (_thermocline_v1_RolloutAudit__Output)[];
}
