// Original file: proto/thermocline/v1/policy.proto


export interface Prices {
  'currency'?: (string);
  /**
   * By tier rank.
   */
  'perGibMonthByTier'?: (number | string)[];
  'perMillionSlowAccesses'?: (number | string);
}

export interface Prices__Output {
  'currency': (string);
  /**
   * By tier rank.
   */
  'perGibMonthByTier': (number)[];
  'perMillionSlowAccesses': (number);
}
