// Original file: proto/thermocline/v1/plan_service.proto

export const ApprovalState = {
  APPROVAL_STATE_UNSPECIFIED: 'APPROVAL_STATE_UNSPECIFIED',
  APPROVAL_STATE_PENDING: 'APPROVAL_STATE_PENDING',
  APPROVAL_STATE_APPROVED: 'APPROVAL_STATE_APPROVED',
  APPROVAL_STATE_REJECTED: 'APPROVAL_STATE_REJECTED',
  /**
   * The brain took it back: the host booted anew, or another policy revision is in force.
   */
  APPROVAL_STATE_WITHDRAWN: 'APPROVAL_STATE_WITHDRAWN',
} as const;

export type ApprovalState =
  | 'APPROVAL_STATE_UNSPECIFIED'
  | 0
  | 'APPROVAL_STATE_PENDING'
  | 1
  | 'APPROVAL_STATE_APPROVED'
  | 2
  | 'APPROVAL_STATE_REJECTED'
  | 3
  /**
   * The brain took it back: the host booted anew, or another policy revision is in force.
   */
  | 'APPROVAL_STATE_WITHDRAWN'
  | 4

export type ApprovalState__Output = typeof ApprovalState[keyof typeof ApprovalState]
