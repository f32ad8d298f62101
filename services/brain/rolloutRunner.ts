import type { RolloutHost } from '../core/cohort.js';
import type { RolloutEvent, RolloutSpec, Transition, Verb } from '../core/rollout.js';
import { advanceRollout, startRollout } from '../core/rolloutMachine.js';
import { allowedVerbs } from '../core/rolloutVerbs.js';
import { wakeAtUnixMs } from '../core/rolloutView.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Leases } from './leases.js';
import { auditOf, type RolloutAudits } from './rolloutAudit.js';
import type { RolloutObserver } from './rolloutObserver.js';
import type { RollbackRest } from './rolloutRollback.js';
import type { Kept, RolloutStore, Settled } from './rolloutStore.js';

/** Key of the lease whose holder runs rollouts. */
const LEASE = 'rollouts';
/** How often somebody else may be quicker before a person is told. */
const MOST_TRIES = 5;

export interface RunnerPorts {
  readonly store: RolloutStore;
  readonly audits: Pick<RolloutAudits, 'write'>;
  readonly leases: Pick<Leases, 'hold'>;
  readonly observer: RolloutObserver;
  readonly unixMs: () => number;
  readonly logger: Logger;
  /** Why a rollout cannot go on; undefined where it can. */
  obstacle(spec: RolloutSpec): string | undefined;
  /** Has a revision gone by on all hosts. */
  activate(spec: RolloutSpec, revision: number): Promise<void>;
  /** Remembers the hosts that a rollback which is about to begin is for. `kept` is what will be. */
  beginRollback(kept: Kept, fleet: readonly RolloutHost[]): Promise<void>;
  /** Withdraws outstanding plans of the revision, and says what of its moves is still to be taken back. */
  rollBack(kept: Kept, fleet: readonly RolloutHost[]): Promise<RollbackRest>;
  /** Whether a revision is the one that all hosts are planned by. */
  isActive(policyName: string, revision: number): boolean;
}

/** Who asks for something, and why. */
export interface Asker {
  readonly who: string;
  readonly why: string;
}

/**
 * Runs rollouts: observes hosts interval by interval, feeds the state machine of core, and does what it says. Every change is a
 * compare-and-set on the entry that all there is to know stands in, so that a brain that dies is followed by one that goes on.
 */
export class RolloutRunner {
  /** By rollout, transitions that are known to be in AUDIT. */
  private readonly audited = new Map<string, number>();

  constructor(private readonly ports: RunnerPorts) {}

  /** Does what is due, where this brain holds the lease. Never throws. */
  async turn(): Promise<void> {
    const { store, leases, observer, logger } = this.ports;
    const kept = store.underWay();
    if (!kept) return observer.forget();
    const { rolloutId } = kept.spec;
    try {
      if ((await leases.hold(LEASE)) === undefined) return observer.forget(rolloutId);
      const fresh = (await store.refresh(rolloutId)) ?? kept;
      await this.audit(fresh);
      await this.due(fresh);
    } catch (error) {
      // CONFLICT: a person was quicker. All else is tried again at the next turn.
      logger.warn(
        { rollout: rolloutId, error: describe(error) },
        'a turn of the rollout failed; the next one tries again',
      );
    }
  }

  /** Begins a rollout that has no problems. Throws ROLLOUT_OPEN and CONFLICT. */
  async start(
    given: Pick<Kept, 'spec' | 'source' | 'queries'> & { readonly fleet: readonly RolloutHost[] },
    { who, why }: Asker,
  ): Promise<Kept> {
    const { store, unixMs } = this.ports;
    const { fleet, ...rest } = given;
    this.refuseSecond();
    const now = unixMs();
    const { state, transitions } = startRollout(given.spec, who, why, { fleet, unixMs: now });
    const begun = { ...rest, state, author: who, createdUnixMs: now, settled: undefined };
    const kept = await store.create({ ...begun, ...this.numbered(given.spec.rolloutId, 0, transitions) });
    await this.audit(kept);
    return kept;
  }

  /** Throws ROLLOUT_OPEN. */
  refuseSecond(): void {
    const open = this.ports.store.underWay();
    if (!open) return;
    const { spec, state } = open;
    const says = `rollout ${spec.rolloutId} of policy ${spec.policyName} revision ${spec.revision} is ${state.phase}`;
    throw new ThermoclineError('ROLLOUT_OPEN', `${says}; wait for its end, or abort it`);
  }

  /** What a person asks. Throws RPC_NOT_FOUND, ROLLOUT_VERB, ROLLOUT_OPEN and CONFLICT. */
  async ask(rolloutId: string, verb: Verb, { who, why }: Asker, full: boolean): Promise<Kept> {
    const { store, observer } = this.ports;
    for (let tries = 1; ; tries++) {
      const kept = await this.found(rolloutId);
      const open = store.underWay();
      if (kept.settled !== undefined && open) this.refuseSecond();
      if (verb === 'undo') this.refuseSuperseded(kept);
      await this.audit(kept);
      try {
        if (kept.settled !== undefined && allowedVerbs(kept.state).includes(verb)) await store.claim(rolloutId);
        return await this.advance(kept, { kind: 'verb', verb, who, why, full }, await observer.fleet());
      } catch (error) {
        const isConflict = error instanceof ThermoclineError && error.code === 'CONFLICT';
        if (!isConflict || tries >= MOST_TRIES) throw error;
      }
    }
  }

  /** What came after a revision rests on it: what it moved cannot be told from theirs. Throws ROLLOUT_VERB. */
  private refuseSuperseded({ spec: { rolloutId, policyName, revision }, settled }: Kept): void {
    if (settled !== 'activated' || this.ports.isActive(policyName, revision)) return;
    const says = `rollout ${rolloutId} brought revision ${revision} of policy ${policyName}, which is active no more`;
    const may = 'undo the rollout that brought the active one, or apply the policy that you want';
    throw new ThermoclineError('ROLLOUT_VERB', `${says}: no undo; ${may}`);
  }

  /** Throws RPC_NOT_FOUND. */
  async found(rolloutId: string): Promise<Kept> {
    // What is no key of a bucket is no rollout.
    const kept = this.ports.store.get(rolloutId) && (await this.ports.store.refresh(rolloutId));
    if (kept) return kept;
    const says = `there is no rollout ${JSON.stringify(rolloutId)}; thermocline rollouts list shows those there are`;
    throw new ThermoclineError('RPC_NOT_FOUND', says);
  }

  private async due(kept: Kept): Promise<void> {
    const { unixMs, obstacle, rollBack, activate, observer } = this.ports;
    const { spec, state } = kept;
    if (state.phase === 'rollingBack') {
      await activate(spec, spec.stableRevision);
      const { left, failed } = await rollBack(kept, await observer.fleet());
      if (left > 0) return;
      await this.advance(kept, { kind: 'rolledBack', notUndone: failed }, [], 'restored');
      return;
    }
    if (state.phase === 'healthy') {
      await activate(spec, spec.revision);
      await this.ports.store.write({ ...kept, settled: 'activated' });
      return;
    }
    const reason = obstacle(spec);
    if (reason !== undefined) {
      await this.advance(kept, { kind: 'fault', reason }, []);
      return;
    }
    const wake = wakeAtUnixMs(spec, state);
    const isObserved = state.phase === 'baseline' || state.analysis !== undefined;
    if (isObserved) await observer.begin(kept);
    if (wake === undefined || unixMs() < wake) return;
    let now = kept;
    if (isObserved) {
      const begun = observer.begunUnixMs(spec.rolloutId) ?? unixMs();
      // A brain that has just taken over waits for an interval of its own.
      if (unixMs() < begun + spec.intervalSeconds * 1000) return;
      const observation = await observer.observe(kept);
      now = await this.advance(kept, { kind: 'observed', observation }, await observer.fleet());
    }
    await this.advance(now, { kind: 'tick' }, await observer.fleet());
  }

  /** Feeds the machine and keeps what comes of it. Throws ROLLOUT_VERB and CONFLICT. */
  private async advance(
    kept: Kept,
    event: RolloutEvent,
    fleet: readonly RolloutHost[],
    settled?: Settled,
  ): Promise<Kept> {
    const { store, unixMs, logger, beginRollback } = this.ports;
    const { spec, state } = kept;
    const outcome = advanceRollout(spec, state, event, { unixMs: unixMs(), fleet });
    if ('refused' in outcome) {
      const { verb, phase, allowed } = outcome.refused;
      const may = allowed.length > 0 ? `it allows ${allowed.join(', ')}` : 'nothing can be asked of it any more';
      throw new ThermoclineError('ROLLOUT_VERB', `rollout ${spec.rolloutId} is ${phase}: no ${verb}; ${may}`);
    }
    const { state: next, transitions } = outcome;
    if (next === state && transitions.length === 0) return kept;
    const numbered = transitions.length > 0 ? this.numbered(spec.rolloutId, kept.transitions, transitions) : {};
    const changed = { ...kept, state: next, settled, ...numbered };
    if (next.phase === 'rollingBack' && state.phase !== 'rollingBack') await beginRollback(changed, fleet);
    const written = await store.write(changed);
    for (const { to, toStep, who, why } of transitions) {
      logger.info(
        { audit: 'rollout', rollout: spec.rolloutId, phase: to, step: toStep, by: who, why },
        'rollout went on',
      );
    }
    await this.audit(written);
    return written;
  }

  private numbered(rolloutId: string, before: number, transitions: readonly Transition[]) {
    const latest = transitions.map((each, i) => auditOf(rolloutId, before + i + 1, each));
    return { transitions: before + transitions.length, latest };
  }

  /** What is not known to be in AUDIT is written, again if need be. */
  private async audit({ spec, latest, transitions }: Kept): Promise<void> {
    if (this.audited.get(spec.rolloutId) === transitions) return;
    for (const record of latest) await this.ports.audits.write(record);
    this.audited.set(spec.rolloutId, transitions);
  }
}
