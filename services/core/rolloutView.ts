/** What a rollout as it stands means: for hosts, for the brain that runs it, and for its clock. */
import { groupOf, hasLabels, type RolloutHost } from './cohort.js';
import { drawOf } from './judged.js';
import type { RolloutEffect, RolloutSpec, RolloutState, RolloutStep } from './rollout.js';

/** What is still to be done in this state: also for a brain that has just read it. */
export function pendingEffects({ revision }: RolloutSpec, { phase, rollback }: RolloutState): RolloutEffect[] {
  if (phase !== 'rollingBack') return [];
  return [{ kind: 'withdraw', revision }, ...(rollback?.undoMoves ? [{ kind: 'undo', revision } as const] : [])];
}

/** The revision that a host is planned by, and the one of its shadow plans if it has any. */
export interface Revisions {
  readonly revision: number;
  readonly shadow?: number;
}

/** As one function for all hosts: what does not hang on the host is worked out once. */
export function revisionsBy(spec: RolloutSpec, state: RolloutState): (host: RolloutHost) => Revisions {
  const { phase, cuts, shadowCuts } = state;
  const { revision, stableRevision } = spec;
  const draw = drawOf(spec);
  const stable = { revision: stableRevision };
  if (phase === 'rollingBack' || phase === 'degraded') return () => stable;
  if (phase === 'healthy') return (host) => (hasLabels(host, spec.hosts) ? { revision } : stable);
  return (host) => {
    if (groupOf(draw, cuts, host) === 'cohort') return { revision };
    const isShadowed = shadowCuts !== undefined && groupOf(draw, shadowCuts, host) === 'cohort';
    return isShadowed ? { revision: stableRevision, shadow: revision } : stable;
  };
}

export function revisionsOf(spec: RolloutSpec, state: RolloutState, host: RolloutHost): Revisions {
  return revisionsBy(spec, state)(host);
}

/** When something is due next, Unix ms: the end of an interval to observe, or of a step; undefined where only a person goes on. */
export function wakeAtUnixMs(spec: RolloutSpec, state: RolloutState): number | undefined {
  const isOpen = state.phase === 'progressing' || state.phase === 'paused';
  if (state.phase === 'baseline' || (isOpen && state.analysis))
    return state.lastIntervalEndUnixMs + spec.intervalSeconds * 1000;
  return endOfStep(spec, state);
}

/** Unix ms; undefined for a step without an end of its own, and while a person or a fault holds it. */
export function endOfStep(
  { steps }: RolloutSpec,
  { phase, pausedBy, step, stepSinceUnixMs }: RolloutState,
): number | undefined {
  const at: RolloutStep | undefined = steps[step];
  const isRunning = phase === 'progressing' || (phase === 'paused' && pausedBy === 'step');
  if (!isRunning || (at?.kind !== 'pause' && at?.kind !== 'shadow') || at.seconds === undefined) return undefined;
  return stepSinceUnixMs + at.seconds * 1000;
}
