// Original file: proto/thermocline/v1/plan_service.proto


/**
 * One rule that a page met.
 */
export interface RuleStep {
  'rule'?: (string);
  'passed'?: (boolean);
  'text'?: (string);
  'numbers'?: ({[key: string]: number | string});
}

/**
 * One rule that a page met.
 */
export interface RuleStep__Output {
  'rule': (string);
  'passed': (boolean);
  'text': (string);
  'numbers': ({[key: string]: number});
}
