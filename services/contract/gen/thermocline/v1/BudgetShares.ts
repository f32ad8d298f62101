// Original file: proto/thermocline/v1/budget.proto

import type { HostShare as _thermocline_v1_HostShare, HostShare__Output as _thermocline_v1_HostShare__Output } from '../../thermocline/v1/HostShare.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What the holder of lease `budget` gives to hosts of the fleet's and its labels' budgets. A share that is not renewed for two
 * intervals is its floor; the floors of all hosts together are within every budget. Subject: thermocline.v1.budget.shares.
 */
export interface BudgetShares {
  'brainId'?: (string);
  /**
   * KV revision at which the lease was taken; lower ones than the highest heard are void.
   */
  'fencingToken'?: (number | string | Long);
  'createdUnixMs'?: (number | string | Long);
  'intervalMs'?: (number | string | Long);
  'hosts'?: (_thermocline_v1_HostShare)[];
}

/**
 * What the holder of lease `budget` gives to hosts of the fleet's and its labels' budgets. A share that is not renewed for two
 * intervals is its floor; the floors of all hosts together are within every budget. Subject: thermocline.v1.budget.shares.
 */
export interface BudgetShares__Output {
  'brainId': (string);
  /**
   * KV revision at which the lease was taken; lower ones than the highest heard are void.
   */
  'fencingToken': (string);
  'createdUnixMs': (string);
  'intervalMs': (string);
  'hosts': (_thermocline_v1_HostShare__Output)[];
}
