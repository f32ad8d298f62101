/**
 * The state machine of rollouts: what happened and when in, the next state and what is to be done out. All that it goes by is in
 * its arguments, so that a brain that reads a kept state goes on as the one before it would have.
 */
import type { RolloutHost } from './cohort.js';
import { evidenceOf, extendAnalysis, findingOf, observeInterval } from './judge.js';
import { withBaseline } from './judged.js';
import type { Observation, RolloutEvent, RolloutOutcome, RolloutSpec, RolloutState, Transition } from './rollout.js';
import {
  analysesOf,
  comparedIn,
  enterStep,
  firstState,
  lackOfBaseline,
  metricsOf,
  neededOf,
  pause,
  rollBack,
  unpaused,
} from './rolloutSteps.js';
import { allowedVerbs } from './rolloutVerbs.js';
import { endOfStep, pendingEffects } from './rolloutView.js';

/** Who changed a state when no person did. */
const ITSELF = 'thermocline';
/** Hosts named in the evidence of a rollback that left something behind. */
const MOST_TOLD = 20;

/** What a step of the machine goes by besides the event. */
export interface Now {
  readonly unixMs: number;
  /** All hosts that there are; drawn from when a step sets a weight. */
  readonly fleet: readonly RolloutHost[];
}

interface Change {
  readonly state: RolloutState;
  readonly who?: string;
  readonly why?: string;
  readonly evidence?: readonly string[];
}

/** The first state of a rollout that has no rolloutProblems. Without an analysis there is nothing to observe first. */
export function startRollout(
  spec: RolloutSpec,
  who: string,
  why: string,
  { fleet, unixMs }: Now,
): Exclude<RolloutOutcome, { readonly refused: unknown }> {
  const first = firstState(spec, fleet, unixMs);
  const state = analysesOf(spec).length > 0 ? first : enterStep(spec, first, 0, fleet, unixMs);
  return { state, effects: [], transitions: [transition(first, { state, who, why }, unixMs)] };
}

/** Takes an event in. An event that the state has no use for changes nothing. */
export function advanceRollout(spec: RolloutSpec, state: RolloutState, event: RolloutEvent, now: Now): RolloutOutcome {
  if (event.kind === 'verb' && !allowedVerbs(state).includes(event.verb)) {
    return { refused: { verb: event.verb, phase: state.phase, allowed: allowedVerbs(state) } };
  }
  const change = changeBy(spec, state, event, now);
  const { phase, step, pausedBy } = change.state;
  const isSame = phase === state.phase && step === state.step && pausedBy === state.pausedBy;
  const isMove = !isSame || change.who !== undefined;
  const isNewEffect = change.state.rollback !== state.rollback;
  return {
    state: change.state,
    effects: isNewEffect ? pendingEffects(spec, change.state) : [],
    transitions: isMove ? [transition(state, change, now.unixMs)] : [],
  };
}

function changeBy(spec: RolloutSpec, state: RolloutState, event: RolloutEvent, now: Now): Change {
  const { unixMs, fleet } = now;
  switch (event.kind) {
    case 'verb':
      return { state: asked(spec, state, event, now), who: event.who, why: event.why };
    case 'observed':
      return observed(spec, state, event.observation, now);
    case 'tick': {
      const end = endOfStep(spec, state);
      return {
        state: end === undefined || unixMs < end ? state : enterStep(spec, state, state.step + 1, fleet, unixMs),
      };
    }
    case 'fault': {
      const isOpen = state.phase === 'baseline' || state.phase === 'progressing' || state.phase === 'paused';
      return { state: isOpen && state.pausedBy !== 'fault' ? pause(state, 'fault', event.reason, unixMs) : state };
    }
    case 'rolledBack':
      if (state.phase !== 'rollingBack') return { state };
      return rolledBack(state, event.notUndone ?? [], unixMs);
  }
}

function rolledBack(state: RolloutState, notUndone: readonly string[], unixMs: number): Change {
  const missing = notUndone.length > 0 ? `; on ${notUndone.length} hosts moves were not taken back` : '';
  const reason = `${state.reason}${missing}`;
  return {
    state: { ...state, reason, phase: 'degraded', phaseSinceUnixMs: unixMs },
    evidence: notUndone.slice(0, MOST_TOLD),
  };
}

function asked(
  spec: RolloutSpec,
  state: RolloutState,
  { verb, full, who }: Extract<RolloutEvent, { readonly kind: 'verb' }>,
  { fleet, unixMs }: Now,
): RolloutState {
  switch (verb) {
    case 'pause':
      return pause(state, 'person', `paused by ${who}`, unixMs);
    case 'resume':
      return resumed(spec, state, fleet, unixMs);
    case 'promote': {
      const next = full ? spec.steps.length : state.step + 1;
      return enterStep(spec, state, next, fleet, unixMs);
    }
    case 'abort':
      return rollBack(state, spec.undoMoves, undefined, `aborted by ${who}`, unixMs);
    case 'undo':
      return rollBack(state, true, state.rollback?.verdict, `undone by ${who}`, unixMs);
  }
}

/** Goes on where it stopped: with the next step after one that pauses, else with the one at hand. */
function resumed(spec: RolloutSpec, state: RolloutState, fleet: readonly RolloutHost[], unixMs: number): RolloutState {
  if (state.pausedBy === 'step') return enterStep(spec, state, state.step + 1, fleet, unixMs);
  const going = unpaused(state, unixMs);
  if (!state.begun) {
    // Sums of what was seen are kept; there was too little of it.
    const baselineSeen = state.pausedBy === 'inconclusive' ? 0 : state.baselineSeen;
    return { ...going, phase: 'baseline', baselineSeen, reason: 'observes hosts before the first step' };
  }
  const step = spec.steps[state.step];
  if (step?.kind === 'analysis' && state.analysis) {
    const isAtEnd = state.pausedBy === 'inconclusive';
    return { ...going, analysis: isAtEnd ? extendAnalysis(step.analysis, state.analysis) : state.analysis };
  }
  return step?.kind === 'pause' ? enterStep(spec, state, state.step, fleet, unixMs) : going;
}

function observed(spec: RolloutSpec, before: RolloutState, observation: Observation, { fleet, unixMs }: Now): Change {
  if (observation.intervalEndUnixMs <= before.lastIntervalEndUnixMs) return { state: before };
  const state = { ...before, lastIntervalEndUnixMs: observation.intervalEndUnixMs };
  if (state.phase === 'baseline') {
    const judged = withBaseline(state.judged, metricsOf(spec), observation);
    const seen = { ...state, judged, baselineSeen: state.baselineSeen + 1 };
    if (seen.baselineSeen < spec.baselineIntervals) return { state: seen };
    const lack = lackOfBaseline(spec, seen);
    if (lack !== undefined) return { state: pause(seen, 'inconclusive', lack, unixMs) };
    return { state: enterStep(spec, seen, 0, fleet, unixMs) };
  }
  const step = spec.steps[state.step];
  const isOpen = state.phase === 'progressing' || state.phase === 'paused';
  // An interval that began before the step did shows the stage before.
  const isOfStep = observation.intervalEndUnixMs - spec.intervalSeconds * 1000 >= state.stepSinceUnixMs;
  if (!isOpen || !isOfStep || !state.analysis || step?.kind !== 'analysis') return { state };
  const needed = neededOf(spec);
  const analysis = observeInterval(step.analysis, state.analysis, comparedIn(spec, state), observation, needed);
  const next = { ...state, analysis };
  const finding = findingOf(step.analysis, analysis, needed);
  // While it is paused evidence is still gathered, but it only goes back by itself, never on.
  if (!finding || (state.phase === 'paused' && finding.verdict !== 'failed')) return { state: next };
  const { verdict, reason } = finding;
  const evidence = evidenceOf(step.analysis, analysis, needed);
  const judgement = { step: state.step, atUnixMs: unixMs, verdict, reason };
  const judged = { ...next, judgements: [...state.judgements, judgement] };
  if (verdict === 'failed')
    return { state: rollBack(judged, spec.undoMoves, verdict, reason, unixMs), evidence, why: reason };
  if (verdict === 'inconclusive')
    return { state: pause(judged, 'inconclusive', reason, unixMs), evidence, why: reason };
  return { state: enterStep(spec, judged, state.step + 1, fleet, unixMs), evidence, why: reason };
}

function transition(from: RolloutState, { state, who, why, evidence }: Change, atUnixMs: number): Transition {
  const { phase, step, reason } = state;
  return {
    atUnixMs,
    from: from.phase,
    to: phase,
    fromStep: from.step,
    toStep: step,
    who: who ?? ITSELF,
    why: why ?? reason,
    evidence: evidence ?? [],
  };
}
