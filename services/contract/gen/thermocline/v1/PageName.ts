// Original file: proto/thermocline/v1/plan_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A page of a host. By page number, or by address in a process and by offset in a file, in bytes.
 */
export interface PageName {
  /**
   * Text of the space key, as in space:page: process:PID:START:STACK:INODE, file:DEVICE:INODE, physical:NODE.
   */
  'spaceKey'?: (string);
  /**
   * The process that has this pid now, or had it last.
   */
  'pid'?: (number);
  'page'?: (number | string | Long);
  'address'?: (number | string | Long);
  'space'?: "spaceKey"|"pid";
  'place'?: "page"|"address";
}

/**
 * A page of a host. By page number, or by address in a process and by offset in a file, in bytes.
 */
export interface PageName__Output {
  /**
   * Text of the space key, as in space:page: process:PID:START:STACK:INODE, file:DEVICE:INODE, physical:NODE.
   */
  'spaceKey'?: (string);
  /**
   * The process that has this pid now, or had it last.
   */
  'pid'?: (number);
  'page'?: (string);
  'address'?: (string);
  'space'?: "spaceKey"|"pid";
  'place'?: "page"|"address";
}
