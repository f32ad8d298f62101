// Original file: proto/thermocline/v1/host.proto


export interface TierFacts {
  /**
   * 0 is the fastest.
   */
  'rank'?: (number);
  'nodes'?: (number)[];
}

export interface TierFacts__Output {
  /**
   * 0 is the fastest.
   */
  'rank': (number);
  'nodes': (number)[];
}
