// Original file: proto/thermocline/v1/rollout.proto

export const RolloutPhase = {
  ROLLOUT_PHASE_UNSPECIFIED: 'ROLLOUT_PHASE_UNSPECIFIED',
  ROLLOUT_PHASE_HEALTHY: 'ROLLOUT_PHASE_HEALTHY',
  ROLLOUT_PHASE_PROGRESSING: 'ROLLOUT_PHASE_PROGRESSING',
  ROLLOUT_PHASE_PAUSED: 'ROLLOUT_PHASE_PAUSED',
  ROLLOUT_PHASE_DEGRADED: 'ROLLOUT_PHASE_DEGRADED',
  /**
   * Hosts are observed before anything changes.
   */
  ROLLOUT_PHASE_BASELINE: 'ROLLOUT_PHASE_BASELINE',
  /**
   * All hosts are on the stable revision again; plans are withdrawn and moves taken back.
   */
  ROLLOUT_PHASE_ROLLING_BACK: 'ROLLOUT_PHASE_ROLLING_BACK',
} as const;

export type RolloutPhase =
  | 'ROLLOUT_PHASE_UNSPECIFIED'
  | 0
  | 'ROLLOUT_PHASE_HEALTHY'
  | 1
  | 'ROLLOUT_PHASE_PROGRESSING'
  | 2
  | 'ROLLOUT_PHASE_PAUSED'
  | 3
  | 'ROLLOUT_PHASE_DEGRADED'
  | 4
  /**
   * Hosts are observed before anything changes.
   */
  | 'ROLLOUT_PHASE_BASELINE'
  | 5
  /**
   * All hosts are on the stable revision again; plans are withdrawn and moves taken back.
   */
  | 'ROLLOUT_PHASE_ROLLING_BACK'
  | 6

export type RolloutPhase__Output = typeof RolloutPhase[keyof typeof RolloutPhase]
