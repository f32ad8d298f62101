// Original file: proto/thermocline/v1/policy.proto


/**
 * A run seen in at least `seen` of its last `of` windows is hot.
 */
export interface HotWindows {
  'seen'?: (number);
  'of'?: (number);
}

/**
 * A run seen in at least `seen` of its last `of` windows is hot.
 */
export interface HotWindows__Output {
  'seen': (number);
  'of': (number);
}
