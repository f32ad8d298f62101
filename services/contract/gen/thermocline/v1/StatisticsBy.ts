// Original file: proto/thermocline/v1/fleet_service.proto

export const StatisticsBy = {
  STATISTICS_BY_UNSPECIFIED: 'STATISTICS_BY_UNSPECIFIED',
  STATISTICS_BY_CLASS: 'STATISTICS_BY_CLASS',
  STATISTICS_BY_HOST: 'STATISTICS_BY_HOST',
  /**
   * By the values of one label.
   */
  STATISTICS_BY_LABEL: 'STATISTICS_BY_LABEL',
  STATISTICS_BY_REVISION: 'STATISTICS_BY_REVISION',
  /**
   * By rule: what it promoted, and what of that was of no use.
   */
  STATISTICS_BY_RULE: 'STATISTICS_BY_RULE',
} as const;

export type StatisticsBy =
  | 'STATISTICS_BY_UNSPECIFIED'
  | 0
  | 'STATISTICS_BY_CLASS'
  | 1
  | 'STATISTICS_BY_HOST'
  | 2
  /**
   * By the values of one label.
   */
  | 'STATISTICS_BY_LABEL'
  | 3
  | 'STATISTICS_BY_REVISION'
  | 4
  /**
   * By rule: what it promoted, and what of that was of no use.
   */
  | 'STATISTICS_BY_RULE'
  | 5

export type StatisticsBy__Output = typeof StatisticsBy[keyof typeof StatisticsBy]
