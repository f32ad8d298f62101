// Original file: proto/thermocline/v1/control.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Upper bounds; an actuator's own configuration may be lower. Absent: no bound from here.
 */
export interface Limits {
  'bytesPerSecond'?: (number | string | Long);
  'promotionBytesPerSecond'?: (number | string | Long);
  'demotionBytesPerSecond'?: (number | string | Long);
  'pagesPerSecond'?: (number | string | Long);
  '_bytesPerSecond'?: "bytesPerSecond";
  '_promotionBytesPerSecond'?: "promotionBytesPerSecond";
  '_demotionBytesPerSecond'?: "demotionBytesPerSecond";
  '_pagesPerSecond'?: "pagesPerSecond";
}

/**
 * Upper bounds; an actuator's own configuration may be lower. Absent: no bound from here.
 */
export interface Limits__Output {
  'bytesPerSecond'?: (string);
  'promotionBytesPerSecond'?: (string);
  'demotionBytesPerSecond'?: (string);
  'pagesPerSecond'?: (string);
  '_bytesPerSecond'?: "bytesPerSecond";
  '_promotionBytesPerSecond'?: "promotionBytesPerSecond";
  '_demotionBytesPerSecond'?: "demotionBytesPerSecond";
  '_pagesPerSecond'?: "pagesPerSecond";
}
