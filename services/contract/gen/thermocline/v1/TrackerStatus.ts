// Original file: proto/thermocline/v1/collector_service.proto


/**
 * Whether a tracker works on this kernel, and how well.
 */
export interface TrackerStatus {
  'name'?: (string);
  'works'?: (boolean);
  'inUse'?: (boolean);
  'pageGranular'?: (boolean);
  /**
   * What stands in the way, when it does not work.
   */
  'reason'?: (string);
}

/**
 * Whether a tracker works on this kernel, and how well.
 */
export interface TrackerStatus__Output {
  'name': (string);
  'works': (boolean);
  'inUse': (boolean);
  'pageGranular': (boolean);
  /**
   * What stands in the way, when it does not work.
   */
  'reason': (string);
}
