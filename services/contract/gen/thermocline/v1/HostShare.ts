// Original file: proto/thermocline/v1/budget.proto

import type { Long } from '@grpc/proto-loader';

export interface HostShare {
  'hostId'?: (string);
  'bytesPerSecond'?: (number | string | Long);
  'floorBytesPerSecond'?: (number | string | Long);
}

export interface HostShare__Output {
  'hostId': (string);
  'bytesPerSecond': (string);
  'floorBytesPerSecond': (string);
}
