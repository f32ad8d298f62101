import { partitionOf } from '../contract/ids.js';
import type { RolloutHost } from '../core/cohort.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { ControlState } from './control.js';
import type { PolicyStore } from './policyStore.js';
import { groupsOf } from './rolloutMessage.js';
import type { Kept, RolloutStore } from './rolloutStore.js';
import type { Shards } from './shards.js';
import type { HostUndone, Undo } from './undo.js';
import type { UndoneHosts } from './undoneHosts.js';

/** One pass over the hosts of this brain ends after this, and goes on at the next turn. */
const PASS_MS = 5000;
/** What is not taken back so long after the rollback began is told as such, and not tried again. */
export const MOST_ROLLBACK_MS = 30 * 60_000;

export interface RollbackPorts {
  readonly store: Pick<RolloutStore, 'all' | 'underWay'>;
  readonly policies: Pick<PolicyStore, 'current'>;
  readonly shards: Pick<Shards, 'ask'>;
  readonly undo: Pick<Undo, 'undoPlansOf'>;
  readonly undone: UndoneHosts;
  readonly control: ControlState;
  readonly unixMs: () => number;
  readonly logger: Logger;
}

/** How far a rollback is: hosts whose moves are still to be taken back, and those on which it came to nothing, with the reason. */
export interface RollbackRest {
  readonly left: number;
  readonly failed: readonly string[];
}

/** What a revision that is rolled back leaves behind: plans that are void, and moves to be taken back. */
export class RolloutRollback {
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

  /**
   * Says which hosts' moves are to be taken back, before anybody can see that the rollout is being rolled back: the brain that
   * goes on with it may know no hosts of one that was lost meanwhile.
   */
  async begin(kept: Kept, fleet: readonly RolloutHost[]): Promise<void> {
    const { spec, state } = kept;
    if (!state.rollback?.undoMoves) return;
    await this.ports.undone.want(spec.rolloutId, state.phaseSinceUnixMs, hostsOf(kept, fleet));
  }

  /** What is left of a rollback. `fleet`: all hosts that are known now; those of a brain that was just lost are not. */
  async rest(kept: Kept, fleet: readonly RolloutHost[]): Promise<RollbackRest> {
    const { undone, unixMs } = this.ports;
    const { spec, state } = kept;
    const since = state.phaseSinceUnixMs;
    if (!state.rollback?.undoMoves) return { left: 0, failed: [] };
    const before = await undone.wanted(spec.rolloutId, since);
    const wanted = new Set([...(before ?? []), ...hostsOf(kept, fleet)]);
    if (before === undefined || wanted.size > before.length) await undone.want(spec.rolloutId, since, [...wanted]);
    const ends = undone.of(spec.rolloutId, since);
    const failed = [...ends].flatMap(([hostId, end]) => (end === '' ? [] : [`${hostId}: ${end}`]));
    const open = [...wanted].filter((hostId) => !ends.has(hostId));
    if (unixMs() - since < MOST_ROLLBACK_MS) return { left: open.length, failed };
    return { left: 0, failed: [...failed, ...open.map((hostId) => `${hostId}: nobody planned for it in time`)] };
  }

  /**
   * Takes back what was moved on hosts of this brain, where that was asked for: those whose plans have ended, and that nobody has
   * done yet. What fails is tried again at the next turn. Never throws.
   */
  async pass(): Promise<void> {
    const { store, policies, logger } = this.ports;
    const kept = store.underWay();
    if (kept?.state.phase !== 'rollingBack' || !kept.state.rollback?.undoMoves) return;
    const { policyName, revision } = kept.spec;
    const active = policies.current();
    // Else hosts are still planned by what is to be taken back.
    if (active.name === policyName && active.revision === revision) return;
    try {
      await this.takeBack(kept);
    } catch (error) {
      const fields = { rollout: kept.spec.rolloutId, error: describe(error) };
      logger.warn(fields, 'moves were not taken back; the next turn tries again');
    }
  }

  private async takeBack(kept: Kept): Promise<void> {
    const { shards, undone, unixMs } = this.ports;
    const { spec, state } = kept;
    const since = state.phaseSinceUnixMs;
    const own = (await shards.ask('numbers', [])).flat();
    const ends = undone.of(spec.rolloutId, since);
    const until = unixMs() + PASS_MS;
    const byPartition = new Map<string, Map<string, string>>();
    for (const hostId of hostsOf(kept, own)) {
      if (ends.has(hostId)) continue;
      if (unixMs() > until) break;
      const end = await this.takeBackOn(kept, hostId);
      if (end === undefined) continue;
      const partition = partitionOf(hostId);
      byPartition.set(partition, (byPartition.get(partition) ?? new Map()).set(hostId, end));
    }
    for (const [partition, each] of byPartition) await undone.ended(spec.rolloutId, since, partition, each);
  }

  /** How it ended on a host; undefined where it is to be tried again. */
  private async takeBackOn({ spec, state, createdUnixMs }: Kept, hostId: string): Promise<string | undefined> {
    const { undo, unixMs, logger } = this.ports;
    const { policyName, revision: policyRevision, rolloutId } = spec;
    const wish = {
      by: 'thermocline',
      reason: `rollout ${rolloutId}: ${state.reason}`,
      isDryRun: false,
      isPatient: true,
    };
    const revision = { policyName, policyRevision, sinceUnixMs: createdUnixMs };
    const [done] = await undo.undoPlansOf(revision, [hostId], wish);
    const error = errorOf(done);
    if (error === undefined || error.startsWith('UNDO_NOTHING_LEFT')) return '';
    if (!error.startsWith('UNDO_NOT_ENDED')) {
      logger.warn({ rollout: rolloutId, host: hostId, error }, 'moves on a host were not taken back');
    }
    return unixMs() - state.phaseSinceUnixMs < MOST_ROLLBACK_MS / 2 ? undefined : error;
  }
}

/** Hosts that the revision may have moved pages of: the cohort, or all once it was to be everywhere. */
function hostsOf({ spec, state }: Kept, fleet: readonly RolloutHost[]): string[] {
  const isWhole = state.step >= spec.steps.length;
  return isWhole ? fleet.map(({ hostId }) => hostId) : groupsOf(spec, state, fleet).cohort;
}

function errorOf(done: HostUndone | undefined): string | undefined {
  return done && 'error' in done ? done.error : undefined;
}
