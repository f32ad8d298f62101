// Original file: proto/thermocline/v1/common.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Who wrote a message, and which of its messages this is. Consumers drop repeats by (host, boot, sequence).
 */
export interface Envelope {
  /**
   * Version of this schema; 1. A reader refuses a higher one.
   */
  'schemaVersion'?: (number);
  /**
   * Id of the host the message is from or for: [A-Za-z0-9_-], the machine id by default.
   */
  'hostId'?: (string);
  /**
   * proc/sys/kernel/random/boot_id of that host. Pages, pids and start times mean nothing across boots.
   */
  'bootId'?: (string);
  /**
   * Rises with every message of one writer on one host and boot; survives restarts of the writer.
   */
  'sequence'?: (number | string | Long);
  /**
   * When the message was made, by its writer's clock.
   */
  'createdUnixMs'?: (number | string | Long);
}

/**
 * Who wrote a message, and which of its messages this is. Consumers drop repeats by (host, boot, sequence).
 */
export interface Envelope__Output {
  /**
   * Version of this schema; 1. A reader refuses a higher one.
   */
  'schemaVersion': (number);
  /**
   * Id of the host the message is from or for: [A-Za-z0-9_-], the machine id by default.
   */
  'hostId': (string);
  /**
   * proc/sys/kernel/random/boot_id of that host. Pages, pids and start times mean nothing across boots.
   */
  'bootId': (string);
  /**
   * Rises with every message of one writer on one host and boot; survives restarts of the writer.
   */
  'sequence': (string);
  /**
   * When the message was made, by its writer's clock.
   */
  'createdUnixMs': (string);
}
