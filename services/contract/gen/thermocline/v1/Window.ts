// Original file: proto/thermocline/v1/access.proto

import type { Long } from '@grpc/proto-loader';

export interface Window {
  'startUnixMs'?: (number | string | Long);
  'endUnixMs'?: (number | string | Long);
  /**
   * Rises by one with every window of a boot.
   */
  'number'?: (number | string | Long);
}

export interface Window__Output {
  'startUnixMs': (string);
  'endUnixMs': (string);
  /**
   * Rises by one with every window of a boot.
   */
  'number': (string);
}
