// Original file: proto/thermocline/v1/look.proto

import type { AccessedRuns as _thermocline_v1_AccessedRuns, AccessedRuns__Output as _thermocline_v1_AccessedRuns__Output } from '../../thermocline/v1/AccessedRuns.js';

export interface LookResponse {
  /**
   * Since the latest window in which a tracker that tells pages apart saw this space; absent when none did.
   */
  'ageSeconds'?: (number | string);
  /**
   * One a window, latest last.
   */
  'accessed'?: (_thermocline_v1_AccessedRuns)[];
  '_ageSeconds'?: "ageSeconds";
}

export interface LookResponse__Output {
  /**
   * Since the latest window in which a tracker that tells pages apart saw this space; absent when none did.
   */
  'ageSeconds'?: (number);
  /**
   * One a window, latest last.
   */
  'accessed': (_thermocline_v1_AccessedRuns__Output)[];
  '_ageSeconds'?: "ageSeconds";
}
