// Original file: proto/thermocline/v1/actuator_service.proto

export const ExecutionState = {
  EXECUTION_STATE_UNSPECIFIED: 'EXECUTION_STATE_UNSPECIFIED',
  EXECUTION_STATE_WAITING: 'EXECUTION_STATE_WAITING',
  EXECUTION_STATE_EXECUTING: 'EXECUTION_STATE_EXECUTING',
  EXECUTION_STATE_COMPLETED: 'EXECUTION_STATE_COMPLETED',
  /**
   * Ended early: `reason` says why.
   */
  EXECUTION_STATE_STOPPED: 'EXECUTION_STATE_STOPPED',
  EXECUTION_STATE_REFUSED: 'EXECUTION_STATE_REFUSED',
} as const;

export type ExecutionState =
  | 'EXECUTION_STATE_UNSPECIFIED'
  | 0
  | 'EXECUTION_STATE_WAITING'
  | 1
  | 'EXECUTION_STATE_EXECUTING'
  | 2
  | 'EXECUTION_STATE_COMPLETED'
  | 3
  /**
   * Ended early: `reason` says why.
   */
  | 'EXECUTION_STATE_STOPPED'
  | 4
  | 'EXECUTION_STATE_REFUSED'
  | 5

export type ExecutionState__Output = typeof ExecutionState[keyof typeof ExecutionState]
