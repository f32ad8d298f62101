import type { ControlState } from './control.js';
import type { PolicyStore } from './policyStore.js';
import { groupsOf } from './rolloutMessage.js';
import type { Kept, RolloutStore } from './rolloutStore.js';
import type { Shards } from './shards.js';
import type { Undo } from './undo.js';

export interface RollbackPorts {
  readonly store: RolloutStore;
  readonly policies: PolicyStore;
  readonly shards: Shards;
  readonly undo: Undo;
  readonly control: ControlState;
}

/** What a revision that is rolled back leaves behind: plans that are void, and moves to be taken back. */
export class RolloutRollback {
  /** Rollbacks whose moves this brain has taken back, by rollout and the begin of the phase. */
  private readonly undone = new Map<string, Promise<void>>();

  constructor(private readonly ports: RollbackPorts) {}

  /** Plans of a revision that was rolled back are void, until it is active or rolled out anew. */
  withdraw(): void {
    const { control, policies, store } = this.ports;
    const active = policies.current();
    const withdrawn = new Map<string, { policyName: string; revision: number }>();
    for (const { spec, state } of store.all().reverse()) {
      const { policyName, revision } = spec;
      const key = `${policyName}@${revision}`;
      const isBack = state.phase === 'rollingBack' || state.phase === 'degraded';
      if (isBack && !(active.name === policyName && active.revision === revision)) {
        withdrawn.set(key, { policyName, revision });
      } else withdrawn.delete(key);
    }
    control.withdrawnRevisions = [...withdrawn.values()];
  }

  /** Takes back what was moved on this brain's own hosts, where that was asked for; once, however often it is called. */
  takeBack(kept: Kept): Promise<void> {
    const { spec, state } = kept;
    if (!state.rollback?.undoMoves) return Promise.resolve();
    const mark = `${spec.rolloutId} ${state.phaseSinceUnixMs}`;
    const begun = this.undone.get(mark) ?? this.takeBackOwn(kept);
    this.undone.set(mark, begun);
    return begun;
  }

  private async takeBackOwn({ spec, state, createdUnixMs }: Kept): Promise<void> {
    const { shards, undo } = this.ports;
    const own = (await shards.ask('numbers', [])).flat();
    const isWhole = state.step >= spec.steps.length;
    const hostIds = isWhole ? own.map(({ hostId }) => hostId) : groupsOf(spec, state, own).cohort;
    const revision = { policyName: spec.policyName, policyRevision: spec.revision, sinceUnixMs: createdUnixMs };
    await undo.undoPlansOf(revision, hostIds, {
      by: 'thermocline',
      reason: `rollout ${spec.rolloutId}: ${state.reason}`,
      isDryRun: false,
    });
  }
}
