// Original file: proto/thermocline/v1/common.proto

export const Direction = {
  DIRECTION_UNSPECIFIED: 'DIRECTION_UNSPECIFIED',
  /**
   * To a faster tier.
   */
  DIRECTION_PROMOTION: 'DIRECTION_PROMOTION',
  /**
   * To a slower tier.
   */
  DIRECTION_DEMOTION: 'DIRECTION_DEMOTION',
} as const;

export type Direction =
  | 'DIRECTION_UNSPECIFIED'
  | 0
  /**
   * To a faster tier.
   */
  | 'DIRECTION_PROMOTION'
  | 1
  /**
   * To a slower tier.
   */
  | 'DIRECTION_DEMOTION'
  | 2

export type Direction__Output = typeof Direction[keyof typeof Direction]
