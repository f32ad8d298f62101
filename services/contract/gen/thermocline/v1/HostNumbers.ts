// Original file: proto/thermocline/v1/rollout.proto

import type { HostNumber as _thermocline_v1_HostNumber, HostNumber__Output as _thermocline_v1_HostNumber__Output } from '../../thermocline/v1/HostNumber.js';

/**
 * A brain's answer, in parts. Not kept.
 */
export interface HostNumbers {
  'askId'?: (string);
  'brainId'?: (string);
  'part'?: (number);
  'parts'?: (number);
  'hosts'?: (_thermocline_v1_HostNumber)[];
}

/**
 * A brain's answer, in parts. Not kept.
 */
export interface HostNumbers__Output {
  'askId': (string);
  'brainId': (string);
  'part': (number);
  'parts': (number);
  'hosts': (_thermocline_v1_HostNumber__Output)[];
}
