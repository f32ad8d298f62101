// Original file: proto/thermocline/v1/rollout_service.proto


export interface StartRolloutRequest {
  /**
   * YAML; docs/rollouts.md has the language.
   */
  'source'?: (string);
  'reason'?: (string);
  /**
   * Says what would happen, and starts nothing.
   */
  'dryRun'?: (boolean);
}

export interface StartRolloutRequest__Output {
  /**
   * YAML; docs/rollouts.md has the language.
   */
  'source': (string);
  'reason': (string);
  /**
   * Says what would happen, and starts nothing.
   */
  'dryRun': (boolean);
}
