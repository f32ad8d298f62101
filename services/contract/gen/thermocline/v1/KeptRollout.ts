// Original file: proto/thermocline/v1/rollout.proto

import type { RolloutAudit as _thermocline_v1_RolloutAudit, RolloutAudit__Output as _thermocline_v1_RolloutAudit__Output } from '../../thermocline/v1/RolloutAudit.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A rollout as it is kept in KV bucket `rollouts`, under its id: all that another brain needs to go on.
 */
export interface KeptRollout {
  /**
   * Of the two texts below; 1.
   */
  'version'?: (number);
  'source'?: (string);
  /**
   * RolloutSpec and RolloutState of services/core, as JSON.
   */
  'specJson'?: (string);
  'stateJson'?: (string);
  'author'?: (string);
  'createdUnixMs'?: (number | string | Long);
  /**
   * Prometheus queries by metric.
   */
  'queries'?: ({[key: string]: string});
  /**
   * Transitions so far; the latest ones may not be in AUDIT yet, and stand here.
   */
  'transitions'?: (number | string | Long);
  'latest'?: (_thermocline_v1_RolloutAudit)[];
  /**
   * What became of the revision at the end, done: `activated` the new one, `restored` the stable one.
   */
  'settled'?: (string);
}

/**
 * A rollout as it is kept in KV bucket `rollouts`, under its id: all that another brain needs to go on.
 */
export interface KeptRollout__Output {
  /**
   * Of the two texts below; 1.
   */
  'version': (number);
  'source': (string);
  /**
   * RolloutSpec and RolloutState of services/core, as JSON.
   */
  'specJson': (string);
  'stateJson': (string);
  'author': (string);
  'createdUnixMs': (string);
  /**
   * Prometheus queries by metric.
   */
  'queries': ({[key: string]: string});
  /**
   * Transitions so far; the latest ones may not be in AUDIT yet, and stand here.
   */
  'transitions': (string);
  'latest': (_thermocline_v1_RolloutAudit__Output)[];
  /**
   * What became of the revision at the end, done: `activated` the new one, `restored` the stable one.
   */
  'settled': (string);
}
