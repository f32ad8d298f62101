// Original file: proto/thermocline/v1/policy.proto


export interface Guards {
  /**
   * A page that was moved stays for this long.
   */
  'residenceSeconds'?: (number | string);
  /**
   * Plans are not made from data older than this.
   */
  'dataMaxAgeSeconds'?: (number | string);
}

export interface Guards__Output {
  /**
   * A page that was moved stays for this long.
   */
  'residenceSeconds': (number);
  /**
   * Plans are not made from data older than this.
   */
  'dataMaxAgeSeconds': (number);
}
