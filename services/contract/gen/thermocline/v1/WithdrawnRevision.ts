// Original file: proto/thermocline/v1/control.proto

import type { Long } from '@grpc/proto-loader';

export interface WithdrawnRevision {
  'policyName'?: (string);
  'revision'?: (number | string | Long);
}

export interface WithdrawnRevision__Output {
  'policyName': (string);
  'revision': (string);
}
