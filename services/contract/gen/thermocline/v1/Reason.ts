// Original file: proto/thermocline/v1/plan.proto


/**
 * Why a move was planned: the rule and the numbers it judged by.
 */
export interface Reason {
  /**
   * Name of the rule: hot-rate, cold-age, undo …
   */
  'rule'?: (string);
  'text'?: (string);
  /**
   * Thresholds and figures by name: hot-rate, cold-age; heat-least and heat-most (0..1), age-least and age-most (seconds) of
   * what was selected: where there was more to move than budget and room, the least is the cut.
   */
  'numbers'?: ({[key: string]: number | string});
}

/**
 * Why a move was planned: the rule and the numbers it judged by.
 */
export interface Reason__Output {
  /**
   * Name of the rule: hot-rate, cold-age, undo …
   */
  'rule': (string);
  'text': (string);
  /**
   * Thresholds and figures by name: hot-rate, cold-age; heat-least and heat-most (0..1), age-least and age-most (seconds) of
   * what was selected: where there was more to move than budget and room, the least is the cut.
   */
  'numbers': ({[key: string]: number});
}
