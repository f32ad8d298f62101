// Original file: proto/thermocline/v1/rollout_service.proto


export interface ResumeRolloutRequest {
  'rolloutId'?: (string);
  'reason'?: (string);
}

export interface ResumeRolloutRequest__Output {
  'rolloutId': (string);
  'reason': (string);
}
