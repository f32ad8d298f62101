// Original file: proto/thermocline/v1/policy.proto

import type { Long } from '@grpc/proto-loader';

export interface Budgets {
  'bytesPerSecondPerHost'?: (number | string | Long);
}

export interface Budgets__Output {
  'bytesPerSecondPerHost': (string);
}
