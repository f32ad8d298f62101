// Original file: proto/thermocline/v1/policy.proto

import type { LabelBudget as _thermocline_v1_LabelBudget, LabelBudget__Output as _thermocline_v1_LabelBudget__Output } from '../../thermocline/v1/LabelBudget.js';
import type { Long } from '@grpc/proto-loader';

export interface Budgets {
  'bytesPerSecondPerHost'?: (number | string | Long);
  /**
   * Between two nodes of one host, in one direction.
   */
  'bytesPerSecondPerNodePair'?: (number | string | Long);
  'bytesPerSecondPerFleet'?: (number | string | Long);
  'labels'?: (_thermocline_v1_LabelBudget)[];
  '_bytesPerSecondPerNodePair'?: "bytesPerSecondPerNodePair";
  '_bytesPerSecondPerFleet'?: "bytesPerSecondPerFleet";
}

export interface Budgets__Output {
  'bytesPerSecondPerHost': (string);
  /**
   * Between two nodes of one host, in one direction.
   */
  'bytesPerSecondPerNodePair'?: (string);
  'bytesPerSecondPerFleet'?: (string);
  'labels': (_thermocline_v1_LabelBudget__Output)[];
  '_bytesPerSecondPerNodePair'?: "bytesPerSecondPerNodePair";
  '_bytesPerSecondPerFleet'?: "bytesPerSecondPerFleet";
}
