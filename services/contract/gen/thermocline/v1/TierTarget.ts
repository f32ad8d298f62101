// Original file: proto/thermocline/v1/policy.proto


export interface TierTarget {
  'rank'?: (number);
  /**
   * Share of the tier's memory that plans leave free: the high watermark.
   */
  'headroomShare'?: (number | string);
  /**
   * Share free below which demotion for room begins; headroom_share when absent.
   */
  'lowShare'?: (number | string);
  /**
   * Rank that its cold pages go to; the next slower one when absent.
   */
  'demoteTo'?: (number);
  '_lowShare'?: "lowShare";
  '_demoteTo'?: "demoteTo";
}

export interface TierTarget__Output {
  'rank': (number);
  /**
   * Share of the tier's memory that plans leave free: the high watermark.
   */
  'headroomShare': (number);
  /**
   * Share free below which demotion for room begins; headroom_share when absent.
   */
  'lowShare'?: (number);
  /**
   * Rank that its cold pages go to; the next slower one when absent.
   */
  'demoteTo'?: (number);
  '_lowShare'?: "lowShare";
  '_demoteTo'?: "demoteTo";
}
