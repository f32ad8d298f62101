// Original file: proto/thermocline/v1/rollout.proto

import type { Analysis as _thermocline_v1_Analysis, Analysis__Output as _thermocline_v1_Analysis__Output } from '../../thermocline/v1/Analysis.js';

export interface RolloutStep {
  /**
   * Share of the fleet that this step brings the revision to.
   */
  'setShare'?: (number | string);
  /**
   * Wait this long; 0 waits for a person.
   */
  'pauseSeconds'?: (number | string);
  'analysis'?: (_thermocline_v1_Analysis | null);
  /**
   * Plan and show, move nothing.
   */
  'shadow'?: (boolean);
  /**
   * Of set_share: labels of the hosts that it is a share of; all hosts when empty.
   */
  'where'?: ({[key: string]: string});
  /**
   * Of a shadow step: how long; 0 waits for a person.
   */
  'shadowSeconds'?: (number | string);
  'step'?: "setShare"|"pauseSeconds"|"analysis";
}

export interface RolloutStep__Output {
  /**
   * Share of the fleet that this step brings the revision to.
   */
  'setShare'?: (number);
  /**
   * Wait this long; 0 waits for a person.
   */
  'pauseSeconds'?: (number);
  'analysis'?: (_thermocline_v1_Analysis__Output | null);
  /**
   * Plan and show, move nothing.
   */
  'shadow': (boolean);
  /**
   * Of set_share: labels of the hosts that it is a share of; all hosts when empty.
   */
  'where': ({[key: string]: string});
  /**
   * Of a shadow step: how long; 0 waits for a person.
   */
  'shadowSeconds': (number);
  'step'?: "setShare"|"pauseSeconds"|"analysis";
}
