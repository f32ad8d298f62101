// Original file: proto/thermocline/v1/common.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A file's page cache.
 */
export interface FileSpace {
  /**
   * st_dev and st_ino of stat(2): what is opened by one of the ways below must be this file.
   */
  'device'?: (number | string | Long);
  'inode'?: (number | string | Long);
  /**
   * file_handle of name_to_handle_at(2).
   */
  'handle'?: (Buffer | Uint8Array | string);
  /**
   * A path below /proc/PID/map_files or /proc/PID/fd.
   */
  'procLink'?: (string);
  'path'?: (string);
  'openBy'?: "handle"|"procLink"|"path";
}

/**
 * A file's page cache.
 */
export interface FileSpace__Output {
  /**
   * st_dev and st_ino of stat(2): what is opened by one of the ways below must be this file.
   */
  'device': (string);
  'inode': (string);
  /**
   * file_handle of name_to_handle_at(2).
   */
  'handle'?: (Buffer);
  /**
   * A path below /proc/PID/map_files or /proc/PID/fd.
   */
  'procLink'?: (string);
  'path'?: (string);
  'openBy'?: "handle"|"procLink"|"path";
}
