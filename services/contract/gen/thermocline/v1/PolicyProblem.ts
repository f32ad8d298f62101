// Original file: proto/thermocline/v1/policy_service.proto


/**
 * Something in a policy's source.
 */
export interface PolicyProblem {
  /**
   * Keys and indices from the top, as in classes.1.coldAge; empty for the whole.
   */
  'field'?: (string);
  /**
   * From 1; 0 where there is no line to show.
   */
  'line'?: (number);
  'column'?: (number);
  /**
   * What stands there, and what may.
   */
  'reason'?: (string);
}

/**
 * Something in a policy's source.
 */
export interface PolicyProblem__Output {
  /**
   * Keys and indices from the top, as in classes.1.coldAge; empty for the whole.
   */
  'field': (string);
  /**
   * From 1; 0 where there is no line to show.
   */
  'line': (number);
  'column': (number);
  /**
   * What stands there, and what may.
   */
  'reason': (string);
}
