// Original file: proto/thermocline/v1/rollout.proto

import type { RolloutPhase as _thermocline_v1_RolloutPhase, RolloutPhase__Output as _thermocline_v1_RolloutPhase__Output } from '../../thermocline/v1/RolloutPhase.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One transition of a rollout, as it stands in stream AUDIT.
 */
export interface RolloutAudit {
  'rolloutId'?: (string);
  /**
   * From 1, without gaps; a repeat has the number of the first.
   */
  'number'?: (number | string | Long);
  'atUnixMs'?: (number | string | Long);
  /**
   * The identity that the transport proves, else `unauthenticated (ADDRESS)`; `thermocline` where nobody asked for it.
   */
  'who'?: (string);
  'fromPhase'?: (_thermocline_v1_RolloutPhase);
  'toPhase'?: (_thermocline_v1_RolloutPhase);
  'fromStep'?: (number);
  'toStep'?: (number);
  'why'?: (string);
  /**
   * What an analysis rests on, a line a metric.
   */
  'evidence'?: (string)[];
}

/**
 * One transition of a rollout, as it stands in stream AUDIT.
 */
export interface RolloutAudit__Output {
  'rolloutId': (string);
  /**
   * From 1, without gaps; a repeat has the number of the first.
   */
  'number': (string);
  'atUnixMs': (string);
  /**
   * The identity that the transport proves, else `unauthenticated (ADDRESS)`; `thermocline` where nobody asked for it.
   */
  'who': (string);
  'fromPhase': (_thermocline_v1_RolloutPhase__Output);
  'toPhase': (_thermocline_v1_RolloutPhase__Output);
  'fromStep': (number);
  'toStep': (number);
  'why': (string);
  /**
   * What an analysis rests on, a line a metric.
   */
  'evidence': (string)[];
}
