// Original file: proto/thermocline/v1/host.proto


/**
 * Share of wall time in which tasks stalled on memory, averaged over 10 s, 0..1.
 */
export interface Pressure {
  'someAvg10'?: (number | string);
  /**
   * Absent where the kernel has the first line alone.
   */
  'fullAvg10'?: (number | string);
  '_fullAvg10'?: "fullAvg10";
}

/**
 * Share of wall time in which tasks stalled on memory, averaged over 10 s, 0..1.
 */
export interface Pressure__Output {
  'someAvg10': (number);
  /**
   * Absent where the kernel has the first line alone.
   */
  'fullAvg10'?: (number);
  '_fullAvg10'?: "fullAvg10";
}
