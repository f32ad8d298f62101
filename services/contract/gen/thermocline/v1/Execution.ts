// Original file: proto/thermocline/v1/actuator_service.proto

import type { ExecutionState as _thermocline_v1_ExecutionState, ExecutionState__Output as _thermocline_v1_ExecutionState__Output } from '../../thermocline/v1/ExecutionState.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from '../../thermocline/v1/Totals.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One plan on this host.
 */
export interface Execution {
  'planId'?: (string);
  /**
   * Empty for one that ended before the last compaction of the journal, as are the pages planned.
   */
  'policyName'?: (string);
  'policyRevision'?: (number | string | Long);
  'state'?: (_thermocline_v1_ExecutionState);
  'pagesPlanned'?: (number | string | Long);
  /**
   * Not settled yet.
   */
  'pagesOpen'?: (number | string | Long);
  /**
   * So far, or in the end.
   */
  'totals'?: (_thermocline_v1_Totals | null);
  'reason'?: (string);
  'reasonText'?: (string);
  'acceptedUnixMs'?: (number | string | Long);
  'startedUnixMs'?: (number | string | Long);
  'finishedUnixMs'?: (number | string | Long);
}

/**
 * One plan on this host.
 */
export interface Execution__Output {
  'planId': (string);
  /**
   * Empty for one that ended before the last compaction of the journal, as are the pages planned.
   */
  'policyName': (string);
  'policyRevision': (string);
  'state': (_thermocline_v1_ExecutionState__Output);
  'pagesPlanned': (string);
  /**
   * Not settled yet.
   */
  'pagesOpen': (string);
  /**
   * So far, or in the end.
   */
  'totals': (_thermocline_v1_Totals__Output | null);
  'reason': (string);
  'reasonText': (string);
  'acceptedUnixMs': (string);
  'startedUnixMs': (string);
  'finishedUnixMs': (string);
}
