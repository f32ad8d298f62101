// Original file: proto/thermocline/v1/policy.proto

import type { Bounds as _thermocline_v1_Bounds, Bounds__Output as _thermocline_v1_Bounds__Output } from '../../thermocline/v1/Bounds.js';

/**
 * The thresholds of all classes tune themselves towards these, within bounds.
 */
export interface Goals {
  'starAtMost'?: (number | string);
  'fastFullAtLeast'?: (number | string);
  'coldAgeSeconds'?: (_thermocline_v1_Bounds | null);
  'hotRate'?: (_thermocline_v1_Bounds | null);
  '_starAtMost'?: "starAtMost";
  '_fastFullAtLeast'?: "fastFullAtLeast";
}

/**
 * The thresholds of all classes tune themselves towards these, within bounds.
 */
export interface Goals__Output {
  'starAtMost'?: (number);
  'fastFullAtLeast'?: (number);
  'coldAgeSeconds': (_thermocline_v1_Bounds__Output | null);
  'hotRate': (_thermocline_v1_Bounds__Output | null);
  '_starAtMost'?: "starAtMost";
  '_fastFullAtLeast'?: "fastFullAtLeast";
}
