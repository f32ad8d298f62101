// Original file: proto/thermocline/v1/budget.proto

import type { HostNeed as _thermocline_v1_HostNeed, HostNeed__Output as _thermocline_v1_HostNeed__Output } from '../../thermocline/v1/HostNeed.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What the hosts of some partitions would move if only their own budgets bound them. From each brain to the holder of lease
 * `budget`. Subject: thermocline.v1.budget.needs.
 */
export interface BudgetNeeds {
  'brainId'?: (string);
  'createdUnixMs'?: (number | string | Long);
  'hosts'?: (_thermocline_v1_HostNeed)[];
}

/**
 * What the hosts of some partitions would move if only their own budgets bound them. From each brain to the holder of lease
 * `budget`. Subject: thermocline.v1.budget.needs.
 */
export interface BudgetNeeds__Output {
  'brainId': (string);
  'createdUnixMs': (string);
  'hosts': (_thermocline_v1_HostNeed__Output)[];
}
