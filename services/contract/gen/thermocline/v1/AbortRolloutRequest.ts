// Original file: proto/thermocline/v1/rollout_service.proto


export interface AbortRolloutRequest {
  'rolloutId'?: (string);
  'reason'?: (string);
}

export interface AbortRolloutRequest__Output {
  'rolloutId': (string);
  'reason': (string);
}
