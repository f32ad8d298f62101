// Original file: proto/thermocline/v1/access.proto

import type { Long } from '@grpc/proto-loader';

export interface Window {
  'startUnixMs'?: (number | string | Long);
  'endUnixMs'?: (number | string | Long);
  /**
   * Sequence of part 0: what the parts of one window have in common.
   */
  'number'?: (number | string | Long);
}

export interface Window__Output {
  'startUnixMs': (string);
  'endUnixMs': (string);
  /**
   * Sequence of part 0: what the parts of one window have in common.
   */
  'number': (string);
}
