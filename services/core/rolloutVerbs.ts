import type { RolloutState, Verb } from './rollout.js';

/** What a person may ask of a rollout as it stands. */
export function allowedVerbs({ phase, rollback }: RolloutState): readonly Verb[] {
  switch (phase) {
    case 'baseline':
      return ['abort'];
    case 'progressing':
      return ['pause', 'promote', 'abort', 'undo'];
    case 'paused':
      return ['resume', 'promote', 'abort', 'undo'];
    case 'rollingBack':
    case 'degraded':
      return rollback?.undoMoves ? [] : ['undo'];
    case 'healthy':
      return ['undo'];
  }
}
