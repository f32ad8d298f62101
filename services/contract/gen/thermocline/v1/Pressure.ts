// Original file: proto/thermocline/v1/host.proto


/**
 * Share of wall time in which tasks stalled on memory, averaged over 10 s, 0..1.
 */
export interface Pressure {
  'someAvg10'?: (number | string);
  'fullAvg10'?: (number | string);
}

/**
 * Share of wall time in which tasks stalled on memory, averaged over 10 s, 0..1.
 */
export interface Pressure__Output {
  'someAvg10': (number);
  'fullAvg10': (number);
}
