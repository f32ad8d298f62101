// Original file: proto/thermocline/v1/policy_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A revision without its content: what lists show.
 */
export interface PolicySummary {
  'name'?: (string);
  'revision'?: (number | string | Long);
  'createdUnixMs'?: (number | string | Long);
  'author'?: (string);
  'classes'?: (number);
  /**
   * Whether plans are made under it.
   */
  'active'?: (boolean);
}

/**
 * A revision without its content: what lists show.
 */
export interface PolicySummary__Output {
  'name': (string);
  'revision': (string);
  'createdUnixMs': (string);
  'author': (string);
  'classes': (number);
  /**
   * Whether plans are made under it.
   */
  'active': (boolean);
}
