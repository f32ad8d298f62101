// Original file: proto/thermocline/v1/rollout_service.proto

import type { Rollout as _thermocline_v1_Rollout, Rollout__Output as _thermocline_v1_Rollout__Output } from '../../thermocline/v1/Rollout.js';
import type { RolloutStage as _thermocline_v1_RolloutStage, RolloutStage__Output as _thermocline_v1_RolloutStage__Output } from '../../thermocline/v1/RolloutStage.js';

export interface StartRolloutResponse {
  'rollout'?: (_thermocline_v1_Rollout | null);
  'stages'?: (_thermocline_v1_RolloutStage)[];
}

export interface StartRolloutResponse__Output {
  'rollout': (_thermocline_v1_Rollout__Output | null);
  'stages': (_thermocline_v1_RolloutStage__Output)[];
}
