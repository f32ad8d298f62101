// Original file: proto/thermocline/v1/policy.proto


export interface TierTarget {
  'rank'?: (number);
  /**
   * Share of the tier's memory that plans leave free.
   */
  'headroomShare'?: (number | string);
}

export interface TierTarget__Output {
  'rank': (number);
  /**
   * Share of the tier's memory that plans leave free.
   */
  'headroomShare': (number);
}
