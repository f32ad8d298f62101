import type { RolloutState, Verb } from './rollout.js';

/** What a person may ask of a rollout as it stands. */
export function allowedVerbs({ phase, begun, rollback }: RolloutState): readonly Verb[] {
  switch (phase) {
    case 'baseline':
      return ['abort'];
    case 'progressing':
      return ['pause', 'promote', 'abort', 'undo'];
    case 'paused':
      // Before the first step there is nothing to go on from: no baseline, no evidence.
      return begun ? ['resume', 'promote', 'abort', 'undo'] : ['resume', 'abort'];
    case 'rollingBack':
    case 'degraded':
      return rollback?.undoMoves ? [] : ['undo'];
    case 'healthy':
      return ['undo'];
  }
}
