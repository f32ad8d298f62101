// Original file: proto/thermocline/v1/rollout.proto

import type { RolloutPhase as _thermocline_v1_RolloutPhase, RolloutPhase__Output as _thermocline_v1_RolloutPhase__Output } from '../../thermocline/v1/RolloutPhase.js';
import type { RolloutStep as _thermocline_v1_RolloutStep, RolloutStep__Output as _thermocline_v1_RolloutStep__Output } from '../../thermocline/v1/RolloutStep.js';
import type { RolloutJudgement as _thermocline_v1_RolloutJudgement, RolloutJudgement__Output as _thermocline_v1_RolloutJudgement__Output } from '../../thermocline/v1/RolloutJudgement.js';
import type { MetricEvidence as _thermocline_v1_MetricEvidence, MetricEvidence__Output as _thermocline_v1_MetricEvidence__Output } from '../../thermocline/v1/MetricEvidence.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The way a policy revision reaches the fleet, stage by stage. Kept in KV bucket `rollouts`.
 */
export interface Rollout {
  'rolloutId'?: (string);
  'policyName'?: (string);
  'revision'?: (number | string | Long);
  'stableRevision'?: (number | string | Long);
  'phase'?: (_thermocline_v1_RolloutPhase);
  'phaseReason'?: (string);
  'steps'?: (_thermocline_v1_RolloutStep)[];
  'currentStep'?: (number);
  'createdUnixMs'?: (number | string | Long);
  'author'?: (string);
  /**
   * Hosts kept on the stable revision throughout, as a share of the fleet.
   */
  'controlShare'?: (number | string);
  /**
   * YAML as it was started with.
   */
  'source'?: (string);
  /**
   * Why it is paused: step, person, inconclusive or fault; empty in other phases.
   */
  'pausedBy'?: (string);
  'phaseSinceUnixMs'?: (number | string | Long);
  /**
   * Hosts of the fleet that are in the cohort and in the control group now, as far as this brain knows them.
   */
  'cohortHosts'?: (number);
  'controlHosts'?: (number);
  'judgements'?: (_thermocline_v1_RolloutJudgement)[];
  /**
   * Of the analysis at hand.
   */
  'evidence'?: (_thermocline_v1_MetricEvidence)[];
  /**
   * What a person may ask of it as it stands: pause, resume, promote, abort, undo.
   */
  'allowedVerbs'?: (string)[];
  /**
   * Whether a rollback moves back what the revision moved.
   */
  'undoMoves'?: (boolean);
  /**
   * Intervals observed before the first step, and how many there have to be.
   */
  'baselineSeen'?: (number);
  'baselineIntervals'?: (number);
  'intervalSeconds'?: (number | string);
  /**
   * Of the analysis at hand: intervals taken in, and at how many it is inconclusive; both 0 without one.
   */
  'analysisIntervals'?: (number);
  'analysisUntil'?: (number);
}

/**
 * The way a policy revision reaches the fleet, stage by stage. Kept in KV bucket `rollouts`.
 */
export interface Rollout__Output {
  'rolloutId': (string);
  'policyName': (string);
  'revision': (string);
  'stableRevision': (string);
  'phase': (_thermocline_v1_RolloutPhase__Output);
  'phaseReason': (string);
  'steps': (_thermocline_v1_RolloutStep__Output)[];
  'currentStep': (number);
  'createdUnixMs': (string);
  'author': (string);
  /**
   * Hosts kept on the stable revision throughout, as a share of the fleet.
   */
  'controlShare': (number);
  /**
   * YAML as it was started with.
   */
  'source': (string);
  /**
   * Why it is paused: step, person, inconclusive or fault; empty in other phases.
   */
  'pausedBy': (string);
  'phaseSinceUnixMs': (string);
  /**
   * Hosts of the fleet that are in the cohort and in the control group now, as far as this brain knows them.
   */
  'cohortHosts': (number);
  'controlHosts': (number);
  'judgements': (_thermocline_v1_RolloutJudgement__Output)[];
  /**
   * Of the analysis at hand.
   */
  'evidence': (_thermocline_v1_MetricEvidence__Output)[];
  /**
   * What a person may ask of it as it stands: pause, resume, promote, abort, undo.
   */
  'allowedVerbs': (string)[];
  /**
   * Whether a rollback moves back what the revision moved.
   */
  'undoMoves': (boolean);
  /**
   * Intervals observed before the first step, and how many there have to be.
   */
  'baselineSeen': (number);
  'baselineIntervals': (number);
  'intervalSeconds': (number);
  /**
   * Of the analysis at hand: intervals taken in, and at how many it is inconclusive; both 0 without one.
   */
  'analysisIntervals': (number);
  'analysisUntil': (number);
}
