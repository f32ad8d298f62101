// Original file: proto/thermocline/v1/rollout.proto

export const Verdict = {
  VERDICT_UNSPECIFIED: 'VERDICT_UNSPECIFIED',
  VERDICT_SUCCESSFUL: 'VERDICT_SUCCESSFUL',
  VERDICT_FAILED: 'VERDICT_FAILED',
  VERDICT_INCONCLUSIVE: 'VERDICT_INCONCLUSIVE',
} as const;

export type Verdict =
  | 'VERDICT_UNSPECIFIED'
  | 0
  | 'VERDICT_SUCCESSFUL'
  | 1
  | 'VERDICT_FAILED'
  | 2
  | 'VERDICT_INCONCLUSIVE'
  | 3

export type Verdict__Output = typeof Verdict[keyof typeof Verdict]
