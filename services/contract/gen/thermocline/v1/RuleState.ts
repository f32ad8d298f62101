// Original file: proto/thermocline/v1/fleet_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What a custom rule did on one host under the present policy revision.
 */
export interface RuleState {
  'rule'?: (string);
  /**
   * Spaces and runs that it scored.
   */
  'spaces'?: (number | string | Long);
  'runs'?: (number | string | Long);
  /**
   * Runs for which it had an opinion.
   */
  'opinions'?: (number | string | Long);
  /**
   * Spaces that it failed for, by error code: those went by heat and age.
   */
  'failures'?: ({[key: string]: number | string | Long});
  'lastError'?: (string);
  /**
   * It failed again and again and is not asked any more, until the policy changes or the host boots.
   */
  'suspended'?: (boolean);
}

/**
 * What a custom rule did on one host under the present policy revision.
 */
export interface RuleState__Output {
  'rule': (string);
  /**
   * Spaces and runs that it scored.
   */
  'spaces': (string);
  'runs': (string);
  /**
   * Runs for which it had an opinion.
   */
  'opinions': (string);
  /**
   * Spaces that it failed for, by error code: those went by heat and age.
   */
  'failures': ({[key: string]: string});
  'lastError': (string);
  /**
   * It failed again and again and is not asked any more, until the policy changes or the host boots.
   */
  'suspended': (boolean);
}
