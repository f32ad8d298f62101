// Original file: proto/thermocline/v1/rollout_service.proto


/**
 * The hosts that a step brings the revision to, the stages before it included, of those that are known now.
 */
export interface RolloutStage {
  'step'?: (number);
  'cohort'?: (string)[];
  'control'?: (string)[];
}

/**
 * The hosts that a step brings the revision to, the stages before it included, of those that are known now.
 */
export interface RolloutStage__Output {
  'step': (number);
  'cohort': (string)[];
  'control': (string)[];
}
