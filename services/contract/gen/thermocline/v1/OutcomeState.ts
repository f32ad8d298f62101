// Original file: proto/thermocline/v1/outcome.proto

export const OutcomeState = {
  OUTCOME_STATE_UNSPECIFIED: 'OUTCOME_STATE_UNSPECIFIED',
  /**
   * The plan was refused whole; nothing was touched.
   */
  OUTCOME_STATE_REFUSED: 'OUTCOME_STATE_REFUSED',
  /**
   * Part of the plan; more will follow.
   */
  OUTCOME_STATE_PARTIAL: 'OUTCOME_STATE_PARTIAL',
  OUTCOME_STATE_COMPLETED: 'OUTCOME_STATE_COMPLETED',
  /**
   * Ended early: withdrawn, stopped, expired on the way.
   */
  OUTCOME_STATE_STOPPED: 'OUTCOME_STATE_STOPPED',
} as const;

export type OutcomeState =
  | 'OUTCOME_STATE_UNSPECIFIED'
  | 0
  /**
   * The plan was refused whole; nothing was touched.
   */
  | 'OUTCOME_STATE_REFUSED'
  | 1
  /**
   * Part of the plan; more will follow.
   */
  | 'OUTCOME_STATE_PARTIAL'
  | 2
  | 'OUTCOME_STATE_COMPLETED'
  | 3
  /**
   * Ended early: withdrawn, stopped, expired on the way.
   */
  | 'OUTCOME_STATE_STOPPED'
  | 4

export type OutcomeState__Output = typeof OutcomeState[keyof typeof OutcomeState]
