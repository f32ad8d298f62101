// Original file: proto/thermocline/v1/fleet_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Of one class, host, value of a label, policy revision or rule.
 */
export interface Statistics {
  'name'?: (string);
  /**
   * Time within the window that looks covered, of all hosts together.
   */
  'observedSeconds'?: (number | string);
  'starEstimate'?: (number | string);
  'strr'?: (number | string);
  'promotedBytesPerSecond'?: (number | string);
  'demotedBytesPerSecond'?: (number | string);
  'promotedBytes'?: (number | string | Long);
  'demotedBytes'?: (number | string | Long);
  /**
   * By errno name; those that are rare here are under `other`.
   */
  'failedBytes'?: ({[key: string]: number | string | Long});
  'skippedBytes'?: (number | string | Long);
  /**
   * Promoted and then judged: moved back, or watched for the window after a move.
   */
  'judgedBytes'?: (number | string | Long);
  /**
   * Went back within the ping-pong window.
   */
  'movedBackBytes'?: (number | string | Long);
  /**
   * Promoted, and not seen accessed since.
   */
  'stayedColdBytes'?: (number | string | Long);
  /**
   * (moved back + stayed cold) / judged.
   */
  'uselessShare'?: (number | string);
  /**
   * Average over the window, by tier rank; the last one holds all slower ranks.
   */
  'bytesByTier'?: (number | string)[];
  /**
   * Of a slow tier, over the window, as looks show them: a lower bound.
   */
  'slowAccesses'?: (number | string);
  /**
   * Money that the window's placement saved, in the policy's currency; below 0 where slow accesses cost more. Absent without
   * prices in the policy.
   */
  'saved'?: (number | string);
  '_starEstimate'?: "starEstimate";
  '_strr'?: "strr";
  '_uselessShare'?: "uselessShare";
  '_saved'?: "saved";
}

/**
 * Of one class, host, value of a label, policy revision or rule.
 */
export interface Statistics__Output {
  'name': (string);
  /**
   * Time within the window that looks covered, of all hosts together.
   */
  'observedSeconds': (number);
  'starEstimate'?: (number);
  'strr'?: (number);
  'promotedBytesPerSecond': (number);
  'demotedBytesPerSecond': (number);
  'promotedBytes': (string);
  'demotedBytes': (string);
  /**
   * By errno name; those that are rare here are under `other`.
   */
  'failedBytes': ({[key: string]: string});
  'skippedBytes': (string);
  /**
   * Promoted and then judged: moved back, or watched for the window after a move.
   */
  'judgedBytes': (string);
  /**
   * Went back within the ping-pong window.
   */
  'movedBackBytes': (string);
  /**
   * Promoted, and not seen accessed since.
   */
  'stayedColdBytes': (string);
  /**
   * (moved back + stayed cold) / judged.
   */
  'uselessShare'?: (number);
  /**
   * Average over the window, by tier rank; the last one holds all slower ranks.
   */
  'bytesByTier': (number)[];
  /**
   * Of a slow tier, over the window, as looks show them: a lower bound.
   */
  'slowAccesses': (number);
  /**
   * Money that the window's placement saved, in the policy's currency; below 0 where slow accesses cost more. Absent without
   * prices in the policy.
   */
  'saved'?: (number);
  '_starEstimate'?: "starEstimate";
  '_strr'?: "strr";
  '_uselessShare'?: "uselessShare";
  '_saved'?: "saved";
}
