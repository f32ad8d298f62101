// Original file: proto/thermocline/v1/plan.proto

export const PlanState = {
  PLAN_STATE_UNSPECIFIED: 'PLAN_STATE_UNSPECIFIED',
  /**
   * Waits for a person.
   */
  PLAN_STATE_PENDING_APPROVAL: 'PLAN_STATE_PENDING_APPROVAL',
  /**
   * Published; no outcome yet.
   */
  PLAN_STATE_PUBLISHED: 'PLAN_STATE_PUBLISHED',
  PLAN_STATE_EXECUTING: 'PLAN_STATE_EXECUTING',
  PLAN_STATE_COMPLETED: 'PLAN_STATE_COMPLETED',
  PLAN_STATE_EXPIRED: 'PLAN_STATE_EXPIRED',
  PLAN_STATE_WITHDRAWN: 'PLAN_STATE_WITHDRAWN',
  PLAN_STATE_REFUSED: 'PLAN_STATE_REFUSED',
  PLAN_STATE_REJECTED: 'PLAN_STATE_REJECTED',
} as const;

export type PlanState =
  | 'PLAN_STATE_UNSPECIFIED'
  | 0
  /**
   * Waits for a person.
   */
  | 'PLAN_STATE_PENDING_APPROVAL'
  | 1
  /**
   * Published; no outcome yet.
   */
  | 'PLAN_STATE_PUBLISHED'
  | 2
  | 'PLAN_STATE_EXECUTING'
  | 3
  | 'PLAN_STATE_COMPLETED'
  | 4
  | 'PLAN_STATE_EXPIRED'
  | 5
  | 'PLAN_STATE_WITHDRAWN'
  | 6
  | 'PLAN_STATE_REFUSED'
  | 7
  | 'PLAN_STATE_REJECTED'
  | 8

export type PlanState__Output = typeof PlanState[keyof typeof PlanState]
