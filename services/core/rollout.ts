/**
 * A rollout: the way a policy revision reaches the fleet, stage by stage, each judged against a control group. Plain values,
 * so that what is kept of a rollout is all that there is to know of it, and another brain goes on from there.
 */
import type { AnalysisSpec, AnalysisState, Verdict } from './analysis.js';
import type { Cuts } from './cohort.js';
import type { JudgedHost } from './judgedHost.js';

/** What a person asks for. See rolloutProblems for what may stand where. */
export interface RolloutSpec {
  /** Also what hosts are drawn by: another rollout has other canaries. */
  readonly rolloutId: string;
  readonly policyName: string;
  readonly revision: number;
  /** What control and the rest of the fleet are planned by, and what a rollback goes back to. */
  readonly stableRevision: number;
  /** Labels that a host must have to be drawn and judged; none: the whole fleet. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Labels over whose values cohort and control are spread, such as rack, class, hardware. */
  readonly spreadBy: readonly string[];
  /** Share of the hosts that stays on the stable revision until the rollout is healthy, 0..1. */
  readonly controlShare: number;
  readonly steps: readonly RolloutStep[];
  /** Length of an interval of observation, s. */
  readonly intervalSeconds: number;
  /** Intervals of every judged host before the first step, which its later ones are compared with. */
  readonly baselineIntervals: number;
  /** The most that a revision like the stable one may fail with, over all metrics, analyses and looks together, 0..1. */
  readonly falseFailureRate: number;
  /** For each analysis, the most that one that is worse by more than a metric's bound may pass with, 0..1. */
  readonly falseSuccessRate: number;
  /** Whether a rollback also moves back what the revision moved. */
  readonly undoMoves: boolean;
}

export type RolloutStep =
  /** Plan by the revision for this part of the hosts and move nothing. Without seconds a person goes on. */
  | { readonly kind: 'shadow'; readonly percent: number; readonly seconds?: number }
  /** Bring the revision to this part of the hosts, percent of those with the labels `where`, or of all. */
  | { readonly kind: 'setWeight'; readonly percent: number; readonly where?: Readonly<Record<string, string>> }
  /** Without seconds a person goes on. */
  | { readonly kind: 'pause'; readonly seconds?: number }
  | { readonly kind: 'analysis'; readonly analysis: AnalysisSpec };

export const PHASES = ['baseline', 'progressing', 'paused', 'rollingBack', 'healthy', 'degraded'] as const;
/**
 * baseline: hosts are observed before anything changes. rollingBack: hosts are on the stable revision again, and the brain
 * withdraws plans and moves pages back. degraded: that is done. healthy: the revision is that of all hosts.
 */
export type Phase = (typeof PHASES)[number];

export const VERBS = ['pause', 'resume', 'promote', 'abort', 'undo'] as const;
/**
 * promote: ends the step at hand. abort: rolls back. undo: rolls back and moves back what the revision moved, also when the
 * rollout is over. A rollout is started by startRollout.
 */
export type Verb = (typeof VERBS)[number];

/** Why a rollout is paused: a step says so, a person did, an analysis found nothing, or the brain cannot go on. */
export type PausedBy = 'step' | 'person' | 'inconclusive' | 'fault';

/** A finished analysis. */
export interface Judgement {
  readonly step: number;
  readonly atUnixMs: number;
  readonly verdict: Verdict;
  readonly reason: string;
}

export interface RolloutState {
  readonly phase: Phase;
  /** Index into steps of the one at hand; their number when all are done. */
  readonly step: number;
  readonly stepSinceUnixMs: number;
  /** Whether the first step has begun; before, hosts are observed. */
  readonly begun: boolean;
  readonly phaseSinceUnixMs: number;
  readonly reason: string;
  /** In phase paused. */
  readonly pausedBy?: PausedBy;
  /** Which hosts have the revision. */
  readonly cuts: Cuts;
  /** In a shadow step: which hosts have shadow plans. */
  readonly shadowCuts?: Cuts;
  /** Hosts that are compared, of the cohort in the order in which they join it, and of the control group. */
  readonly judged: { readonly cohort: readonly JudgedHost[]; readonly control: readonly JudgedHost[] };
  /** Intervals observed in phase baseline. */
  readonly baselineSeen: number;
  /** End of the last interval taken in; earlier ones and it itself are not taken in again. */
  readonly lastIntervalEndUnixMs: number;
  /** In an analysis step. */
  readonly analysis?: AnalysisState;
  readonly judgements: readonly Judgement[];
  /** From rollingBack on. */
  readonly rollback?: { readonly undoMoves: boolean; readonly verdict?: Verdict };
}

/** What was measured in one interval. What is absent was not measured, and is never taken for zero. */
export interface Observation {
  readonly intervalEndUnixMs: number;
  /** By metric, then by host. */
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By metric: why there is nothing, where that is known ("Prometheus did not answer"). */
  readonly missing?: Readonly<Record<string, string>>;
}

export type RolloutEvent =
  | { readonly kind: 'verb'; readonly verb: Verb; readonly who: string; readonly why: string; readonly full?: boolean }
  | { readonly kind: 'observed'; readonly observation: Observation }
  /** Time has passed; see wakeAtUnixMs. */
  | { readonly kind: 'tick' }
  /** The brain cannot go on by itself, for instance because the revision was deleted. */
  | { readonly kind: 'fault'; readonly reason: string }
  /** The brain has done all of pendingEffects. */
  /** `notUndone`: hosts whose moves were to be taken back and were not, with the reasons. */
  | { readonly kind: 'rolledBack'; readonly notUndone?: readonly string[] };

/** What the brain has to do. All can be done twice, for pendingEffects tells of them anew after a restart. */
export type RolloutEffect =
  /** Outstanding plans of this revision are void. */
  | { readonly kind: 'withdraw'; readonly revision: number }
  /** Move back what plans of this revision moved, at the rate limit. */
  | { readonly kind: 'undo'; readonly revision: number };

/** One change of state, for the audit. */
export interface Transition {
  readonly atUnixMs: number;
  readonly from: Phase;
  readonly to: Phase;
  /** Step before and after. */
  readonly fromStep: number;
  readonly toStep: number;
  /** Who asked for it; `thermocline` where nobody did. */
  readonly who: string;
  readonly why: string;
  /** What an analysis rests on, in words, a line a metric. */
  readonly evidence: readonly string[];
}

/** A verb that the state does not allow. Nothing has changed. */
export interface Refusal {
  readonly verb: Verb;
  readonly phase: Phase;
  readonly allowed: readonly Verb[];
}

export type RolloutOutcome =
  | {
      readonly state: RolloutState;
      readonly effects: readonly RolloutEffect[];
      readonly transitions: readonly Transition[];
    }
  | { readonly refused: Refusal };
