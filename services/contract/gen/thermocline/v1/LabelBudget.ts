// Original file: proto/thermocline/v1/policy.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Each value of the label has a budget of its own.
 */
export interface LabelBudget {
  'label'?: (string);
  'bytesPerSecond'?: (number | string | Long);
}

/**
 * Each value of the label has a budget of its own.
 */
export interface LabelBudget__Output {
  'label': (string);
  'bytesPerSecond': (string);
}
