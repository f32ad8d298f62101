// Original file: proto/thermocline/v1/common.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A process. Start time and exec mark tell it from others that had or will have its pid.
 */
export interface ProcessSpace {
  'pid'?: (number);
  /**
   * Field 22 of /proc/PID/stat, in clock ticks since boot.
   */
  'startTicks'?: (number | string | Long);
  /**
   * Exec mark: field 28 of /proc/PID/stat, for execve keeps pid and start time.
   */
  'startStack'?: (number | string | Long);
  /**
   * Exec mark: inode of /proc/PID/exe.
   */
  'exeInode'?: (number | string | Long);
}

/**
 * A process. Start time and exec mark tell it from others that had or will have its pid.
 */
export interface ProcessSpace__Output {
  'pid': (number);
  /**
   * Field 22 of /proc/PID/stat, in clock ticks since boot.
   */
  'startTicks': (string);
  /**
   * Exec mark: field 28 of /proc/PID/stat, for execve keeps pid and start time.
   */
  'startStack': (string);
  /**
   * Exec mark: inode of /proc/PID/exe.
   */
  'exeInode': (string);
}
