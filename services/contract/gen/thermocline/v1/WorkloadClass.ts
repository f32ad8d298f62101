// Original file: proto/thermocline/v1/policy.proto

import type { Selector as _thermocline_v1_Selector, Selector__Output as _thermocline_v1_Selector__Output } from '../../thermocline/v1/Selector.js';
import type { HotWindows as _thermocline_v1_HotWindows, HotWindows__Output as _thermocline_v1_HotWindows__Output } from '../../thermocline/v1/HotWindows.js';
import type { PageKind as _thermocline_v1_PageKind, PageKind__Output as _thermocline_v1_PageKind__Output } from '../../thermocline/v1/PageKind.js';
import type { Amount as _thermocline_v1_Amount, Amount__Output as _thermocline_v1_Amount__Output } from '../../thermocline/v1/Amount.js';

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
  /**
   * In place of hot_rate.
   */
  'hotWindows'?: (_thermocline_v1_HotWindows | null);
  /**
   * Kinds that may be moved; every kind when empty.
   */
  'pageKinds'?: (_thermocline_v1_PageKind)[];
  'neverDemote'?: (boolean);
  /**
   * Promoted whatever its heat, and never demoted.
   */
  'alwaysFast'?: (boolean);
  /**
   * Share (0..1) of the host's budget that this class may have at most.
   */
  'rateShare'?: (number | string);
  /**
   * Fast memory that each cgroup of the class keeps.
   */
  'fastFloor'?: (_thermocline_v1_Amount | null);
  /**
   * Fast memory that each cgroup of the class may have.
   */
  'fastCeiling'?: (_thermocline_v1_Amount | null);
  /**
   * Name of a custom rule; none when empty.
   */
  'customRule'?: (string);
  '_rateShare'?: "rateShare";
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
  /**
   * In place of hot_rate.
   */
  'hotWindows': (_thermocline_v1_HotWindows__Output | null);
  /**
   * Kinds that may be moved; every kind when empty.
   */
  'pageKinds': (_thermocline_v1_PageKind__Output)[];
  'neverDemote': (boolean);
  /**
   * Promoted whatever its heat, and never demoted.
   */
  'alwaysFast': (boolean);
  /**
   * Share (0..1) of the host's budget that this class may have at most.
   */
  'rateShare'?: (number);
  /**
   * Fast memory that each cgroup of the class keeps.
   */
  'fastFloor': (_thermocline_v1_Amount__Output | null);
  /**
   * Fast memory that each cgroup of the class may have.
   */
  'fastCeiling': (_thermocline_v1_Amount__Output | null);
  /**
   * Name of a custom rule; none when empty.
   */
  'customRule': (string);
  '_rateShare'?: "rateShare";
}
