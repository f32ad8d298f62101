import { broadcast, hear } from '../bus/broadcast.js';
import type { Bus } from '../bus/connection.js';
import type { SetAside } from '../bus/deadLetter.js';
import { openBucket } from '../bus/keyValue.js';
import { HOST_NUMBERS, HOST_NUMBERS_ASK } from '../bus/subjects.js';
import { codec } from '../contract/schema.js';
import type { RolloutSpec } from '../core/rollout.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { ControlState } from './control.js';
import { HostNumbersDesk } from './hostNumbers.js';
import type { OpenRollout } from './hostPolicies.js';
import type { Leases } from './leases.js';
import type { PolicyStore } from './policyStore.js';
import { askPrometheus, type PrometheusSource } from './prometheus.js';
import { missing } from './prometheusAnswer.js';
import { RolloutAudits } from './rolloutAudit.js';
import { RolloutObserver } from './rolloutObserver.js';
import { RolloutRollback } from './rolloutRollback.js';
import { RolloutRunner } from './rolloutRunner.js';
import { rolloutService } from './rolloutService.js';
import { type Kept, RolloutStore } from './rolloutStore.js';
import type { Shards } from './shards.js';
import type { Undo } from './undo.js';
import { UndoneHosts } from './undoneHosts.js';

export interface RolloutsOptions {
  readonly bus: Bus;
  /** What becomes of messages of other brains that cannot be read. */
  readonly setAside: SetAside;
  readonly brainId: string;
  readonly brains: () => readonly string[];
  readonly shards: Shards;
  readonly policies: PolicyStore;
  readonly leases: Pick<Leases, 'hold'>;
  readonly undo: Undo;
  readonly control: ControlState;
  /** Tells all actuators what `control` says now. */
  readonly tellAll: () => Promise<void>;
  readonly prometheus: PrometheusSource | undefined;
  /** Seconds; shorter intervals have nothing new in them. */
  readonly leastIntervalSeconds: number;
  readonly unixMs: () => number;
  readonly logger: Logger;
}

/** Rollouts in a brain: what all brains do for the one that is under way, and what the holder of the lease does with it. */
export class Rollouts {
  readonly runner: RolloutRunner;
  readonly service;
  private readonly numbers: HostNumbersDesk;
  private readonly stops: (() => void)[] = [];
  private readonly rollback: RolloutRollback;

  private constructor(
    private readonly options: RolloutsOptions,
    private readonly store: RolloutStore,
    private readonly undone: UndoneHosts,
  ) {
    const { bus, brainId, brains, shards, policies, unixMs, prometheus } = options;
    const asks = codec('HostNumbersAsk');
    const answers = codec('HostNumbers');
    this.numbers = new HostNumbersDesk(brainId, {
      brains,
      numbers: async (hostIds) => (await shards.ask('numbers', hostIds)).flat(),
      ask: (message) => broadcast(bus, HOST_NUMBERS_ASK, asks.encode(message)),
      say: (message) => broadcast(bus, HOST_NUMBERS, answers.encode(message)),
    });
    const heardAsk = (bytes: Uint8Array): void => {
      this.numbers.hearAsk(asks.decode(bytes)).catch((error) => {
        options.logger.warn({ error: describe(error) }, 'another brain’s question was not answered');
      });
    };
    this.stops.push(hear(bus, HOST_NUMBERS_ASK, heardAsk, options.setAside));
    this.stops.push(
      hear(bus, HOST_NUMBERS, (bytes) => this.numbers.hearAnswer(answers.decode(bytes)), options.setAside),
    );
    this.rollback = new RolloutRollback({ ...options, store, undone });
    const observer = new RolloutObserver({
      numbers: this.numbers,
      unixMs,
      askPrometheus: async (query, atUnixMs) =>
        prometheus
          ? await askPrometheus(prometheus, query, atUnixMs)
          : missing('source', 'this brain has no prometheus in its configuration'),
    });
    const audits = new RolloutAudits(bus);
    this.runner = new RolloutRunner({
      ...options,
      store,
      audits,
      observer,
      obstacle: (spec) => this.obstacle(spec),
      activate: async ({ policyName, revision, stableRevision }, wanted) => {
        const { name, revision: active } = policies.current();
        const isTheirs = name === policyName && (active === revision || active === stableRevision);
        // Somebody applied another policy since: what is active is no longer this rollout's to say.
        if (isTheirs && active !== wanted) await policies.switchTo(policyName, wanted, brainId);
      },
      beginRollback: (kept, fleet) => this.rollback.begin(kept, fleet),
      rollBack: async (kept, fleet) => {
        this.rollback.withdraw();
        await options.tellAll();
        return await this.rollback.rest(kept, fleet);
      },
      isActive: (policyName, revision) => policies.isActive(policyName, revision),
    });
    const stableRevision = (policy: string): number | undefined => {
      const { name, revision } = policies.current();
      return name === policy ? revision : undefined;
    };
    this.service = rolloutService({
      store,
      runner: this.runner,
      observer,
      audits,
      unixMs,
      ground: {
        stableRevision,
        hasPrometheus: prometheus !== undefined,
        leastIntervalSeconds: options.leastIntervalSeconds,
      },
      hasRevision: (policy, revision) => policies.revisions.get(policy, revision) !== undefined,
    });
    store.onChange(() => this.follow());
    policies.onSwitch(() => this.follow());
  }

  static async open(options: RolloutsOptions): Promise<Rollouts> {
    const { bus, logger, setAside } = options;
    const bucket = await openBucket(bus, 'rollouts', setAside);
    const store = await RolloutStore.open(bucket, logger);
    const undone = new UndoneHosts(bucket);
    await undone.open();
    const rollouts = new Rollouts(options, store, undone);
    rollouts.follow();
    return rollouts;
  }

  /** Id of the one that is under way. */
  get underWay(): string | undefined {
    return this.store.underWay()?.spec.rolloutId;
  }

  /** Never throws. */
  async turn(): Promise<void> {
    await this.runner.turn();
    // Each brain takes back what was moved on its own hosts.
    await this.rollback.pass();
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.store.close();
    this.undone.close();
  }

  /** Tells shards and actuators what holds now. */
  private follow(): void {
    const kept = this.store.underWay();
    const isOnHosts = kept && kept.state.phase !== 'rollingBack' && kept.state.phase !== 'degraded';
    // While a rollout is rolled back hosts are planned by what is active again.
    this.options.shards.order('rollout', (isOnHosts && this.openOf(kept)) || null);
    this.rollback.withdraw();
  }

  private obstacle(spec: RolloutSpec): string | undefined {
    const { policyName, revision, stableRevision } = spec;
    if (!this.openOf({ spec })) return `revision ${revision} or ${stableRevision} of policy ${policyName} is gone`;
    const active = this.options.policies.current();
    if (active.name === policyName && active.revision === stableRevision) return undefined;
    return `policy ${active.name} revision ${active.revision} was made active meanwhile; ${policyName} revision ${stableRevision} is what hosts were compared with`;
  }

  /** Undefined where one of the two revisions is gone. */
  private openOf({ spec, state }: Pick<Kept, 'spec'> & Partial<Pick<Kept, 'state'>>): OpenRollout | undefined {
    const { revisions } = this.options.policies;
    const policy = revisions.get(spec.policyName, spec.revision)?.spec;
    const stable = revisions.get(spec.policyName, spec.stableRevision)?.spec;
    return policy && stable && { spec, state: state as Kept['state'], policy, stable };
  }
}
