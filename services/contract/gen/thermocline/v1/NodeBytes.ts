// Original file: proto/thermocline/v1/host.proto

import type { Long } from '@grpc/proto-loader';

export interface NodeBytes {
  'node'?: (number);
  'bytes'?: (number | string | Long);
}

export interface NodeBytes__Output {
  'node': (number);
  'bytes': (string);
}
