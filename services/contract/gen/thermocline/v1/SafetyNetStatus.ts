// Original file: proto/thermocline/v1/actuator_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Reclaim as demotion, for a surge that no plan foresaw. What it does is the kernel's choice, so it is in no outcome.
 */
export interface SafetyNetStatus {
  /**
   * Nodes that are below the share that must be free.
   */
  'shortNodes'?: (number)[];
  /**
   * Why none of them is helped now: demotion-disabled, no-reclaim-file, slower-tiers-full, no-capability, kernel-refused, or as in
   * held_back_by; empty when nothing stands in the way.
   */
  'refusedBy'?: (string);
  'refusedText'?: (string);
  /**
   * Since the start.
   */
  'requests'?: (number | string | Long);
  'demotedBytes'?: (number | string | Long);
  /**
   * Dropped or swapped out in place of being demoted, by whomever at the time of our requests.
   */
  'leftMemoryBytes'?: (number | string | Long);
}

/**
 * Reclaim as demotion, for a surge that no plan foresaw. What it does is the kernel's choice, so it is in no outcome.
 */
export interface SafetyNetStatus__Output {
  /**
   * Nodes that are below the share that must be free.
   */
  'shortNodes': (number)[];
  /**
   * Why none of them is helped now: demotion-disabled, no-reclaim-file, slower-tiers-full, no-capability, kernel-refused, or as in
   * held_back_by; empty when nothing stands in the way.
   */
  'refusedBy': (string);
  'refusedText': (string);
  /**
   * Since the start.
   */
  'requests': (string);
  'demotedBytes': (string);
  /**
   * Dropped or swapped out in place of being demoted, by whomever at the time of our requests.
   */
  'leftMemoryBytes': (string);
}
