// Original file: proto/thermocline/v1/rollout_service.proto


export interface PromoteRolloutRequest {
  'rolloutId'?: (string);
  'reason'?: (string);
  /**
   * Through all steps that are left.
   */
  'full'?: (boolean);
}

export interface PromoteRolloutRequest__Output {
  'rolloutId': (string);
  'reason': (string);
  /**
   * Through all steps that are left.
   */
  'full': (boolean);
}
