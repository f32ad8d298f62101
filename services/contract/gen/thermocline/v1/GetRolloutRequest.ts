// Original file: proto/thermocline/v1/rollout_service.proto


export interface GetRolloutRequest {
  'rolloutId'?: (string);
}

export interface GetRolloutRequest__Output {
  'rolloutId': (string);
}
