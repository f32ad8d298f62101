// Original file: proto/thermocline/v1/rollout_service.proto


export interface WatchRolloutRequest {
  'rolloutId'?: (string);
}

export interface WatchRolloutRequest__Output {
  'rolloutId': (string);
}
