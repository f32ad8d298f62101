// Original file: proto/thermocline/v1/policy_service.proto


/**
 * One value that differs. Absent: not there.
 */
export interface PolicyChange {
  /**
   * Keys from the top; entries of lists by their name, as in classes.batch.coldAge.
   */
  'field'?: (string);
  /**
   * As YAML says it, in canonical form: defaults written out, 480s as 8m.
   */
  'before'?: (string);
  'after'?: (string);
  '_before'?: "before";
  '_after'?: "after";
}

/**
 * One value that differs. Absent: not there.
 */
export interface PolicyChange__Output {
  /**
   * Keys from the top; entries of lists by their name, as in classes.batch.coldAge.
   */
  'field': (string);
  /**
   * As YAML says it, in canonical form: defaults written out, 480s as 8m.
   */
  'before'?: (string);
  'after'?: (string);
  '_before'?: "before";
  '_after'?: "after";
}
