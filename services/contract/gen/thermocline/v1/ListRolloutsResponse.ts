// Original file: proto/thermocline/v1/rollout_service.proto

import type { Rollout as _thermocline_v1_Rollout, Rollout__Output as _thermocline_v1_Rollout__Output } from '../../thermocline/v1/Rollout.js';

export interface ListRolloutsResponse {
  'rollouts'?: (_thermocline_v1_Rollout)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken'?: (string);
}

export interface ListRolloutsResponse__Output {
  'rollouts': (_thermocline_v1_Rollout__Output)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken': (string);
}
