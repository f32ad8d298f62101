// Original file: proto/thermocline/v1/control.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Upper bounds; an actuator's own configuration may be lower. Absent: no bound from here.
 */
export interface Limits {
  'bytesPerSecond'?: (number | string | Long);
  'promotionBytesPerSecond'?: (number | string | Long);
  'demotionBytesPerSecond'?: (number | string | Long);
  /**
   * Base pages; of bytes and pages the lower bound holds.
   */
  'pagesPerSecond'?: (number | string | Long);
  'promotionPagesPerSecond'?: (number | string | Long);
  'demotionPagesPerSecond'?: (number | string | Long);
  /**
   * From one node to one other.
   */
  'pairBytesPerSecond'?: (number | string | Long);
  'pairPagesPerSecond'?: (number | string | Long);
  '_bytesPerSecond'?: "bytesPerSecond";
  '_promotionBytesPerSecond'?: "promotionBytesPerSecond";
  '_demotionBytesPerSecond'?: "demotionBytesPerSecond";
  '_pagesPerSecond'?: "pagesPerSecond";
  '_promotionPagesPerSecond'?: "promotionPagesPerSecond";
  '_demotionPagesPerSecond'?: "demotionPagesPerSecond";
  '_pairBytesPerSecond'?: "pairBytesPerSecond";
  '_pairPagesPerSecond'?: "pairPagesPerSecond";
}

/**
 * Upper bounds; an actuator's own configuration may be lower. Absent: no bound from here.
 */
export interface Limits__Output {
  'bytesPerSecond'?: (string);
  'promotionBytesPerSecond'?: (string);
  'demotionBytesPerSecond'?: (string);
  /**
   * Base pages; of bytes and pages the lower bound holds.
   */
  'pagesPerSecond'?: (string);
  'promotionPagesPerSecond'?: (string);
  'demotionPagesPerSecond'?: (string);
  /**
   * From one node to one other.
   */
  'pairBytesPerSecond'?: (string);
  'pairPagesPerSecond'?: (string);
  '_bytesPerSecond'?: "bytesPerSecond";
  '_promotionBytesPerSecond'?: "promotionBytesPerSecond";
  '_demotionBytesPerSecond'?: "demotionBytesPerSecond";
  '_pagesPerSecond'?: "pagesPerSecond";
  '_promotionPagesPerSecond'?: "promotionPagesPerSecond";
  '_demotionPagesPerSecond'?: "demotionPagesPerSecond";
  '_pairBytesPerSecond'?: "pairBytesPerSecond";
  '_pairPagesPerSecond'?: "pairPagesPerSecond";
}
