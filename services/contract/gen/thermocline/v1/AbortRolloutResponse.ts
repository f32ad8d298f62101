// Original file: proto/thermocline/v1/rollout_service.proto

import type { Rollout as _thermocline_v1_Rollout, Rollout__Output as _thermocline_v1_Rollout__Output } from '../../thermocline/v1/Rollout.js';

export interface AbortRolloutResponse {
  'rollout'?: (_thermocline_v1_Rollout | null);
}

export interface AbortRolloutResponse__Output {
  'rollout': (_thermocline_v1_Rollout__Output | null);
}
