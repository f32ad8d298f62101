// Original file: proto/thermocline/v1/rollout_service.proto


export interface PauseRolloutRequest {
  'rolloutId'?: (string);
  'reason'?: (string);
}

export interface PauseRolloutRequest__Output {
  'rolloutId': (string);
  'reason': (string);
}
