// Original file: proto/thermocline/v1/policy.proto

import type { Selector as _thermocline_v1_Selector, Selector__Output as _thermocline_v1_Selector__Output } from '../../thermocline/v1/Selector.js';

/**
 * Matches when every given part does; an empty one matches everything.
 */
export interface Selector {
  'cgroupGlobs'?: (string)[];
  'commandRegexes'?: (string)[];
  'hostLabels'?: ({[key: string]: string});
  'anyOf'?: (_thermocline_v1_Selector)[];
  'allOf'?: (_thermocline_v1_Selector)[];
  'noneOf'?: (_thermocline_v1_Selector | null);
}

/**
 * Matches when every given part does; an empty one matches everything.
 */
export interface Selector__Output {
  'cgroupGlobs': (string)[];
  'commandRegexes': (string)[];
  'hostLabels': ({[key: string]: string});
  'anyOf': (_thermocline_v1_Selector__Output)[];
  'allOf': (_thermocline_v1_Selector__Output)[];
  'noneOf': (_thermocline_v1_Selector__Output | null);
}
