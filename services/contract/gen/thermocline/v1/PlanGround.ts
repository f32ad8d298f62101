// Original file: proto/thermocline/v1/plan.proto

import type { NodeRoom as _thermocline_v1_NodeRoom, NodeRoom__Output as _thermocline_v1_NodeRoom__Output } from '../../thermocline/v1/NodeRoom.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Budget and room when a plan was made.
 */
export interface PlanGround {
  /**
   * Bytes a second that the host might have moved: the policy's, or its share of budgets that it has in common with others.
   */
  'bytesPerSecond'?: (number | string);
  /**
   * For how long ahead.
   */
  'planSeconds'?: (number | string);
  /**
   * Pages of earlier plans that were still under way; they count against the budget.
   */
  'waitingPages'?: (number | string | Long);
  /**
   * Pages that this plan could move at most.
   */
  'budgetPages'?: (number | string | Long);
  /**
   * When the host told how full its nodes are.
   */
  'factsUnixMs'?: (number | string | Long);
  'nodes'?: (_thermocline_v1_NodeRoom)[];
}

/**
 * Budget and room when a plan was made.
 */
export interface PlanGround__Output {
  /**
   * Bytes a second that the host might have moved: the policy's, or its share of budgets that it has in common with others.
   */
  'bytesPerSecond': (number);
  /**
   * For how long ahead.
   */
  'planSeconds': (number);
  /**
   * Pages of earlier plans that were still under way; they count against the budget.
   */
  'waitingPages': (string);
  /**
   * Pages that this plan could move at most.
   */
  'budgetPages': (string);
  /**
   * When the host told how full its nodes are.
   */
  'factsUnixMs': (string);
  'nodes': (_thermocline_v1_NodeRoom__Output)[];
}
