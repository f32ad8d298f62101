// Original file: proto/thermocline/v1/policy.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Entry `active` of KV bucket `policies`: which revision plans are made under.
 */
export interface ActivePolicy {
  'name'?: (string);
  'revision'?: (number | string | Long);
  /**
   * From the configuration of a brain, and followed by what it says; false once anyone has applied a policy.
   */
  'bootstrap'?: (boolean);
  'author'?: (string);
  'sinceUnixMs'?: (number | string | Long);
}

/**
 * Entry `active` of KV bucket `policies`: which revision plans are made under.
 */
export interface ActivePolicy__Output {
  'name': (string);
  'revision': (string);
  /**
   * From the configuration of a brain, and followed by what it says; false once anyone has applied a policy.
   */
  'bootstrap': (boolean);
  'author': (string);
  'sinceUnixMs': (string);
}
