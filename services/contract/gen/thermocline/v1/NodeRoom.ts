// Original file: proto/thermocline/v1/plan.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Pages of one node that plans may fill without touching its headroom; below 0 where the headroom is not whole.
 */
export interface NodeRoom {
  'node'?: (number);
  'tier'?: (number);
  'headroomPages'?: (number | string | Long);
  'roomBefore'?: (number | string | Long);
  /**
   * Once the whole plan is carried out.
   */
  'roomAfter'?: (number | string | Long);
}

/**
 * Pages of one node that plans may fill without touching its headroom; below 0 where the headroom is not whole.
 */
export interface NodeRoom__Output {
  'node': (number);
  'tier': (number);
  'headroomPages': (string);
  'roomBefore': (string);
  /**
   * Once the whole plan is carried out.
   */
  'roomAfter': (string);
}
