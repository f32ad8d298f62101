// Original file: proto/thermocline/v1/plan_service.proto

import type { Direction as _thermocline_v1_Direction, Direction__Output as _thermocline_v1_Direction__Output } from '../../thermocline/v1/Direction.js';
import type { Reason as _thermocline_v1_Reason, Reason__Output as _thermocline_v1_Reason__Output } from '../../thermocline/v1/Reason.js';
import type { SubRunResult as _thermocline_v1_SubRunResult, SubRunResult__Output as _thermocline_v1_SubRunResult__Output } from '../../thermocline/v1/SubRunResult.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What a plan recorded of a page when it was made.
 */
export interface PageHistory {
  'planId'?: (string);
  'createdUnixMs'?: (number | string | Long);
  /**
   * Text of the space key.
   */
  'spaceKey'?: (string);
  'page'?: (number | string | Long);
  /**
   * False: the plan does not move the page, and nothing was recorded of it.
   */
  'planned'?: (boolean);
  'startPage'?: (number | string | Long);
  'pages'?: (number | string | Long);
  /**
   * 0..1
   */
  'heat'?: (number | string);
  'ageSeconds'?: (number | string);
  'class'?: (string);
  'direction'?: (_thermocline_v1_Direction);
  'fromNode'?: (number);
  'toNode'?: (number);
  'reason'?: (_thermocline_v1_Reason | null);
  /**
   * What became of it; UNSPECIFIED while no outcome tells.
   */
  'result'?: (_thermocline_v1_SubRunResult);
  /**
   * errno name of FAILED, reason of SKIPPED.
   */
  'resultDetail'?: (string);
}

/**
 * What a plan recorded of a page when it was made.
 */
export interface PageHistory__Output {
  'planId': (string);
  'createdUnixMs': (string);
  /**
   * Text of the space key.
   */
  'spaceKey': (string);
  'page': (string);
  /**
   * False: the plan does not move the page, and nothing was recorded of it.
   */
  'planned': (boolean);
  'startPage': (string);
  'pages': (string);
  /**
   * 0..1
   */
  'heat': (number);
  'ageSeconds': (number);
  'class': (string);
  'direction': (_thermocline_v1_Direction__Output);
  'fromNode': (number);
  'toNode': (number);
  'reason': (_thermocline_v1_Reason__Output | null);
  /**
   * What became of it; UNSPECIFIED while no outcome tells.
   */
  'result': (_thermocline_v1_SubRunResult__Output);
  /**
   * errno name of FAILED, reason of SKIPPED.
   */
  'resultDetail': (string);
}
