// Original file: proto/thermocline/v1/rollout_service.proto


export interface GetRolloutHistoryRequest {
  'rolloutId'?: (string);
}

export interface GetRolloutHistoryRequest__Output {
  'rolloutId': (string);
}
