// Original file: proto/thermocline/v1/policy.proto


/**
 * A rule in JavaScript, which classes name.
 */
export interface CustomRule {
  'name'?: (string);
  /**
   * An ES module whose default export is the function.
   */
  'source'?: (string);
}

/**
 * A rule in JavaScript, which classes name.
 */
export interface CustomRule__Output {
  'name': (string);
  /**
   * An ES module whose default export is the function.
   */
  'source': (string);
}
