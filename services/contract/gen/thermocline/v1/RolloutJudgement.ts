// Original file: proto/thermocline/v1/rollout.proto

import type { Verdict as _thermocline_v1_Verdict, Verdict__Output as _thermocline_v1_Verdict__Output } from '../../thermocline/v1/Verdict.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A finished analysis.
 */
export interface RolloutJudgement {
  'step'?: (number);
  'atUnixMs'?: (number | string | Long);
  'verdict'?: (_thermocline_v1_Verdict);
  'reason'?: (string);
}

/**
 * A finished analysis.
 */
export interface RolloutJudgement__Output {
  'step': (number);
  'atUnixMs': (string);
  'verdict': (_thermocline_v1_Verdict__Output);
  'reason': (string);
}
