// Original file: proto/thermocline/v1/fleet_service.proto

import type { Long } from '@grpc/proto-loader';

export interface HeatBucket {
  'lowestHeat'?: (number | string);
  /**
   * Index is the tier's rank.
   */
  'pagesByTier'?: (number | string | Long)[];
}

export interface HeatBucket__Output {
  'lowestHeat': (number);
  /**
   * Index is the tier's rank.
   */
  'pagesByTier': (string)[];
}
