// Original file: proto/thermocline/v1/host.proto


/**
 * Something that this service cannot do on this kernel, by name.
 */
export interface Limitation {
  'name'?: (string);
  'reason'?: (string);
}

/**
 * Something that this service cannot do on this kernel, by name.
 */
export interface Limitation__Output {
  'name': (string);
  'reason': (string);
}
