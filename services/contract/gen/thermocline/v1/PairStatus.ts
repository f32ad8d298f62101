// Original file: proto/thermocline/v1/actuator_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The limiter of one pair of nodes.
 */
export interface PairStatus {
  'fromNode'?: (number);
  'toNode'?: (number);
  /**
   * Absent where nothing bounds this pair by itself.
   */
  'limitBytesPerSecond'?: (number | string | Long);
  /**
   * What the kernel's refusals (EBUSY, EAGAIN, ENOMEM) leave of its rate, 0..1.
   */
  'refusalShare'?: (number | string);
  '_limitBytesPerSecond'?: "limitBytesPerSecond";
}

/**
 * The limiter of one pair of nodes.
 */
export interface PairStatus__Output {
  'fromNode': (number);
  'toNode': (number);
  /**
   * Absent where nothing bounds this pair by itself.
   */
  'limitBytesPerSecond'?: (string);
  /**
   * What the kernel's refusals (EBUSY, EAGAIN, ENOMEM) leave of its rate, 0..1.
   */
  'refusalShare': (number);
  '_limitBytesPerSecond'?: "limitBytesPerSecond";
}
