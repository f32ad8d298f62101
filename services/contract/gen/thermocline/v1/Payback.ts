// Original file: proto/thermocline/v1/policy.proto


/**
 * A move that doesn't pay back is not made.
 */
export interface Payback {
  'withinSeconds'?: (number | string);
  'moveCostNanoseconds'?: (number | string);
  'slowPenaltyNanoseconds'?: (number | string);
}

/**
 * A move that doesn't pay back is not made.
 */
export interface Payback__Output {
  'withinSeconds': (number);
  'moveCostNanoseconds': (number);
  'slowPenaltyNanoseconds': (number);
}
