// Original file: proto/thermocline/v1/outcome.proto

export const SubRunResult = {
  SUB_RUN_RESULT_UNSPECIFIED: 'SUB_RUN_RESULT_UNSPECIFIED',
  SUB_RUN_RESULT_MOVED: 'SUB_RUN_RESULT_MOVED',
  SUB_RUN_RESULT_ALREADY_THERE: 'SUB_RUN_RESULT_ALREADY_THERE',
  SUB_RUN_RESULT_FAILED: 'SUB_RUN_RESULT_FAILED',
  SUB_RUN_RESULT_SKIPPED: 'SUB_RUN_RESULT_SKIPPED',
  /**
   * The target died around the call: the effect is unknown.
   */
  SUB_RUN_RESULT_UNKNOWN: 'SUB_RUN_RESULT_UNKNOWN',
} as const;

export type SubRunResult =
  | 'SUB_RUN_RESULT_UNSPECIFIED'
  | 0
  | 'SUB_RUN_RESULT_MOVED'
  | 1
  | 'SUB_RUN_RESULT_ALREADY_THERE'
  | 2
  | 'SUB_RUN_RESULT_FAILED'
  | 3
  | 'SUB_RUN_RESULT_SKIPPED'
  | 4
  /**
   * The target died around the call: the effect is unknown.
   */
  | 'SUB_RUN_RESULT_UNKNOWN'
  | 5

export type SubRunResult__Output = typeof SubRunResult[keyof typeof SubRunResult]
