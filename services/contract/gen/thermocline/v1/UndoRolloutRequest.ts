// Original file: proto/thermocline/v1/rollout_service.proto


export interface UndoRolloutRequest {
  'rolloutId'?: (string);
  'reason'?: (string);
}

export interface UndoRolloutRequest__Output {
  'rolloutId': (string);
  'reason': (string);
}
