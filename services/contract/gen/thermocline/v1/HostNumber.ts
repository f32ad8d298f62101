// Original file: proto/thermocline/v1/rollout.proto


export interface HostNumber {
  'hostId'?: (string);
  'labels'?: ({[key: string]: string});
  /**
   * Sums since the brain began to follow the host, by score; what is absent was not measured.
   */
  'totals'?: ({[key: string]: number | string});
  /**
   * As of its last batch: psi (share of time), and counters of its kernel.
   */
  'gauges'?: ({[key: string]: number | string});
}

export interface HostNumber__Output {
  'hostId': (string);
  'labels': ({[key: string]: string});
  /**
   * Sums since the brain began to follow the host, by score; what is absent was not measured.
   */
  'totals': ({[key: string]: number});
  /**
   * As of its last batch: psi (share of time), and counters of its kernel.
   */
  'gauges': ({[key: string]: number});
}
