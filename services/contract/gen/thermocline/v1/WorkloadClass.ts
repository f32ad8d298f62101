// Original file: proto/thermocline/v1/policy.proto

import type { Selector as _thermocline_v1_Selector, Selector__Output as _thermocline_v1_Selector__Output } from '../../thermocline/v1/Selector.js';

export interface WorkloadClass {
  'name'?: (string);
  'selector'?: (_thermocline_v1_Selector | null);
  'latencySensitive'?: (boolean);
  'priority'?: (number);
  /**
   * A run unseen for this long is cold.
   */
  'coldAgeSeconds'?: (number | string);
  /**
   * A run of at least this heat (0..1) is hot.
   */
  'hotRate'?: (number | string);
}

export interface WorkloadClass__Output {
  'name': (string);
  'selector': (_thermocline_v1_Selector__Output | null);
  'latencySensitive': (boolean);
  'priority': (number);
  /**
   * A run unseen for this long is cold.
   */
  'coldAgeSeconds': (number);
  /**
   * A run of at least this heat (0..1) is hot.
   */
  'hotRate': (number);
}
