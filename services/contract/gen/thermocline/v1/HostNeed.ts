// Original file: proto/thermocline/v1/budget.proto

import type { Long } from '@grpc/proto-loader';

export interface HostNeed {
  'hostId'?: (string);
  'bytesPerSecond'?: (number | string | Long);
  /**
   * `label=value` of each label budget that the host is under.
   */
  'groups'?: (string)[];
}

export interface HostNeed__Output {
  'hostId': (string);
  'bytesPerSecond': (string);
  /**
   * `label=value` of each label budget that the host is under.
   */
  'groups': (string)[];
}
