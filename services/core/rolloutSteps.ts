/** What a rollout does on its way from step to step. Each function answers with the next state and does nothing else. */
import type { AnalysisSpec, Verdict } from './analysis.js';
import type { RolloutHost } from './cohort.js';
import { drawCohort, drawControl } from './draw.js';
import { hasBaseline } from './hostChange.js';
import { type Needed, neededEvidence, startAnalysis } from './judge.js';
import { comparedAt, drawOf, judgedHosts } from './judged.js';
import type { Compared } from './metricLook.js';
import type { PausedBy, RolloutSpec, RolloutState, RolloutStep } from './rollout.js';

export function analysesOf({ steps }: RolloutSpec): AnalysisSpec[] {
  return steps.flatMap((step) => (step.kind === 'analysis' ? [step.analysis] : []));
}

/** Names of all metrics that any analysis asks for. */
export function metricsOf(spec: RolloutSpec): string[] {
  return [...new Set(analysesOf(spec).flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
}

export function neededOf(spec: RolloutSpec): Needed {
  return neededEvidence(spec.falseFailureRate, spec.falseSuccessRate, analysesOf(spec));
}

/** The hosts that the step at hand compares. */
export function comparedIn(spec: RolloutSpec, { judged, cuts, step }: RolloutState): Compared {
  return { ...comparedAt(spec, judged, cuts, step), baselineIntervals: spec.baselineIntervals };
}

/** A rollout before its first step: control and the hosts to compare are drawn, and nothing has changed. */
export function firstState(spec: RolloutSpec, fleet: readonly RolloutHost[], nowUnixMs: number): RolloutState {
  const cuts = drawControl(drawOf(spec), fleet, spec.controlShare);
  return {
    phase: 'baseline',
    step: 0,
    stepSinceUnixMs: nowUnixMs,
    begun: false,
    phaseSinceUnixMs: nowUnixMs,
    reason: 'observes hosts before the first step',
    cuts,
    judged: judgedHosts(spec, cuts, fleet),
    baselineSeen: 0,
    lastIntervalEndUnixMs: nowUnixMs,
    judgements: [],
  };
}

/** Goes to a step and through all from there on that take no time. */
export function enterStep(
  spec: RolloutSpec,
  from: RolloutState,
  step: number,
  fleet: readonly RolloutHost[],
  nowUnixMs: number,
): RolloutState {
  const { shadowCuts: _s, analysis: _a, ...rest } = unpaused(from, nowUnixMs);
  let state: RolloutState = { ...rest, begun: true, step, stepSinceUnixMs: nowUnixMs };
  for (; state.step < spec.steps.length; state = { ...state, step: state.step + 1 }) {
    const at = spec.steps[state.step] as RolloutStep;
    if (at.kind !== 'setWeight') return { ...state, ...begin(spec, state, at, fleet) };
    state = { ...state, cuts: drawCohort(drawOf(spec), state.cuts, fleet, at.percent, at.where) };
  }
  return { ...state, phase: 'healthy', reason: 'all steps are done' };
}

function begin(
  spec: RolloutSpec,
  state: RolloutState,
  step: Exclude<RolloutStep, { readonly kind: 'setWeight' }>,
  fleet: readonly RolloutHost[],
): Partial<RolloutState> {
  if (step.kind === 'analysis') {
    const analysis = startAnalysis(step.analysis, comparedIn(spec, state));
    return { phase: 'progressing', reason: 'compares the cohort with control', analysis };
  }
  const until = step.seconds === undefined ? 'until a person goes on' : `for ${step.seconds} s`;
  if (step.kind === 'pause') return { phase: 'paused', pausedBy: 'step', reason: `pauses ${until}` };
  const shadowCuts = drawCohort(drawOf(spec), state.cuts, fleet, step.percent);
  const shown = { reason: `plans for ${step.percent} % of the hosts and moves nothing, ${until}`, shadowCuts };
  return step.seconds === undefined
    ? { ...shown, phase: 'paused', pausedBy: 'step' }
    : { ...shown, phase: 'progressing' };
}

export function pause(state: RolloutState, pausedBy: PausedBy, reason: string, nowUnixMs: number): RolloutState {
  return { ...state, phase: 'paused', pausedBy, reason, phaseSinceUnixMs: nowUnixMs };
}

/** In phase progressing, whatever it was in. */
export function unpaused(state: RolloutState, nowUnixMs: number): RolloutState {
  const { pausedBy: _, ...rest } = state;
  return { ...rest, phase: 'progressing', reason: 'goes on', phaseSinceUnixMs: nowUnixMs };
}

/** All hosts are on the stable revision from here on; see pendingEffects for what else there is to do. */
export function rollBack(
  state: RolloutState,
  undoMoves: boolean,
  verdict: Verdict | undefined,
  reason: string,
  nowUnixMs: number,
): RolloutState {
  const { pausedBy: _p, shadowCuts: _s, ...rest } = state;
  const rollback = { undoMoves, ...(verdict === undefined ? {} : { verdict }) };
  return { ...rest, phase: 'rollingBack', rollback, reason, phaseSinceUnixMs: nowUnixMs };
}

/** Which metrics have too few hosts with a baseline, in words; undefined where none has. */
export function lackOfBaseline(spec: RolloutSpec, { judged }: RolloutState): string | undefined {
  const lacks = analysesOf(spec).flatMap(({ metrics }) =>
    metrics.flatMap((metric) =>
      (['cohort', 'control'] as const).flatMap((group) => {
        const known = judged[group].filter((host) => hasBaseline(metric, host, spec.baselineIntervals)).length;
        if (known >= metric.minimumHosts) return [];
        return [`${metric.name}: ${known} hosts of ${group} have a baseline, ${metric.minimumHosts} are asked for`];
      }),
    ),
  );
  return lacks.length > 0 ? [...new Set(lacks)].join('; ') : undefined;
}
