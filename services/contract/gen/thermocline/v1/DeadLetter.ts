// Original file: proto/thermocline/v1/dead_letter.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A message that could not be read. Subject: thermocline.v1.dead.<service>.
 */
export interface DeadLetter {
  'service'?: (string);
  'subject'?: (string);
  /**
   * Name of the error, then a sentence.
   */
  'code'?: (string);
  'reason'?: (string);
  'unixMs'?: (number | string | Long);
  /**
   * The first 4096 bytes.
   */
  'head'?: (Buffer | Uint8Array | string);
  'sizeBytes'?: (number | string | Long);
}

/**
 * A message that could not be read. Subject: thermocline.v1.dead.<service>.
 */
export interface DeadLetter__Output {
  'service': (string);
  'subject': (string);
  /**
   * Name of the error, then a sentence.
   */
  'code': (string);
  'reason': (string);
  'unixMs': (string);
  /**
   * The first 4096 bytes.
   */
  'head': (Buffer);
  'sizeBytes': (string);
}
