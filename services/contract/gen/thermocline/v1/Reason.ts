// Original file: proto/thermocline/v1/plan.proto


/**
 * Why a move was planned: the rule and the numbers it judged by.
 */
export interface Reason {
  /**
   * Name of the rule: hot-rate, cold-age, undo.
   */
  'rule'?: (string);
  'text'?: (string);
}

/**
 * Why a move was planned: the rule and the numbers it judged by.
 */
export interface Reason__Output {
  /**
   * Name of the rule: hot-rate, cold-age, undo.
   */
  'rule': (string);
  'text': (string);
}
