// Original file: proto/thermocline/v1/fleet_service.proto

import type { HeatBucket as _thermocline_v1_HeatBucket, HeatBucket__Output as _thermocline_v1_HeatBucket__Output } from '../../thermocline/v1/HeatBucket.js';

/**
 * A workload class on one host.
 */
export interface ClassState {
  'class'?: (string);
  /**
   * Pages by tier rank, hottest bucket first: heat >= 0.75, >= 0.5, >= 0.25, > 0, cold by age.
   */
  'buckets'?: (_thermocline_v1_HeatBucket)[];
  'starEstimate'?: (number | string);
  'strr'?: (number | string);
  '_starEstimate'?: "starEstimate";
  '_strr'?: "strr";
}

/**
 * A workload class on one host.
 */
export interface ClassState__Output {
  'class': (string);
  /**
   * Pages by tier rank, hottest bucket first: heat >= 0.75, >= 0.5, >= 0.25, > 0, cold by age.
   */
  'buckets': (_thermocline_v1_HeatBucket__Output)[];
  'starEstimate'?: (number);
  'strr'?: (number);
  '_starEstimate'?: "starEstimate";
  '_strr'?: "strr";
}
