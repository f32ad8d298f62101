import { UnreadableMessage } from '../bus/delivery.js';
import { hostOfSubject } from '../bus/subjects.js';
import type { Approval } from '../contract/gen/thermocline/v1/Approval.js';
import type { Limitation } from '../contract/gen/thermocline/v1/Limitation.js';
import { partitionOf } from '../contract/ids.js';
import { codec } from '../contract/schema.js';
import type { SigningKey } from '../contract/signature.js';
import type { Hint } from '../core/hint.js';
import { compilePolicy, type Policy } from '../core/policy.js';
import { type FleetFit, fitOfHosts } from '../core/policyFit.js';
import type { PolicySpec } from '../core/policySpec.js';
import type { ScoreRow } from '../core/scoreboard.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import { Allotment, type HostAllotment, type HostNeed } from './allotment.js';
import { explainService } from './explain.js';
import { Fleet, type FleetHost } from './fleet.js';
import { fleetService } from './fleetService.js';
import { type HostNumber, labelsOf, numberOf } from './hostNumber.js';
import { HostPolicies, type OpenRollout } from './hostPolicies.js';
import { accessReceiver, outcomeReceiver, planReceiver, type SyncReceiver } from './ingest.js';
import type { OutgoingPlan, ScoreQuery, Taken, TakenKind } from './messages.js';
import { PlanDesk } from './planDesk.js';
import { PlanLoop } from './planLoop.js';
import { matchingPlans, type PlanFilter, planService } from './planService.js';
import { PlanStore } from './planStore.js';
import { RuleHost } from './ruleHost.js';
import { HostScores } from './scores.js';
import { type Held, Tenure } from './tenure.js';
import { type TakeBack, type TakenBack, UndoDesk } from './undoDesk.js';

export interface ShardOptions {
  readonly planEveryMs: number;
  readonly planExpiryMs: number;
  /** The same for plans that wait for a person. */
  readonly approvalExpiryMs: number;
  /** Seconds of work that a host may have before it. */
  readonly planSeconds: number;
  /** How often a host's heat is taken into the scores, at most. */
  readonly watchEveryMs?: number;
}

/** What a shard asks of the thread that it runs in. */
export interface ShardPorts {
  readonly policy: () => Policy;
  readonly key: SigningKey;
  readonly unixMs: () => number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  publish(plan: OutgoingPlan): void;
  /** A plan that waits for a person. */
  offer(plan: OutgoingPlan): void;
  /** Takes one back that waits. */
  withdraw(planId: string, reason: string): void;
  setAside(taken: Taken, error: UnreadableMessage): void;
}

/** Some 20 ms of planning. */
const HOSTS_AT_A_TIME = 50;

/** Totals of a shard, for status and lists. */
export interface ShardStatus {
  readonly hosts: number;
  readonly batches: number;
  readonly plans: number;
}

/**
 * Some partitions of the fleet, whole: their heat, their plans, and what people ask of them. It has no I/O: messages come in,
 * plans go out. A brain has one in its main thread, or several, each in a worker thread.
 */
export class Shard {
  readonly fleet = new Fleet();
  readonly plans: PlanStore;
  readonly tenure: Tenure;
  readonly allotment: Allotment;
  readonly scores: HostScores;
  private readonly policies: HostPolicies;
  /** Served to people through gRPC; methods of proto/thermocline/v1, by service. */
  readonly services;
  private readonly rules: RuleHost;
  private hints: readonly Hint[] = [];
  private readonly receivers: Record<TakenKind, SyncReceiver>;
  private readonly access;
  private readonly planCodec = codec('Plan');
  private readonly loop: PlanLoop;
  private readonly undo: UndoDesk;

  constructor(
    options: ShardOptions,
    private readonly ports: ShardPorts,
  ) {
    const { policy, unixMs, metrics, logger } = ports;
    const policyOf = (host: FleetHost): Policy => this.policies.of(host);
    this.policies = new HostPolicies(policy);
    this.rules = new RuleHost(logger, metrics);
    void this.ready();
    this.plans = new PlanStore(unixMs);
    this.tenure = new Tenure(unixMs);
    this.allotment = new Allotment(policy, unixMs);
    const desk = new PlanDesk(
      this.plans,
      ports.key,
      {
        expiryMs: options.planExpiryMs,
        approvalExpiryMs: options.approvalExpiryMs,
        planSeconds: options.planSeconds,
        share: (host) => this.allotment.of(host),
        hints: (host) => this.hints.filter(({ hostId }) => hostId === undefined || hostId === host.hostId),
        ruleScores: (host, planned) => this.rules.scoresFor(host, planned),
        onNeed: (host, bytesPerSecond) => this.allotment.needed(host.hostId, bytesPerSecond),
      },
      unixMs,
    );
    const shadowOf = (host: FleetHost): Policy | undefined => this.policies.shadowOf(host);
    const planPorts = { ...ports, policyOf, shadowOf };
    this.loop = new PlanLoop(desk, this.plans, this.tenure, planPorts, options.planEveryMs, unixMs);
    const { fleet, plans: store, tenure } = this;
    this.undo = new UndoDesk({ fleet, store, tenure, expiryMs: options.planExpiryMs, ...ports });
    this.scores = new HostScores(policyOf, metrics, options.watchEveryMs);
    this.access = accessReceiver(
      this.fleet,
      (host) => (host ? policyOf(host) : policy()),
      metrics,
      unixMs,
      (host, waitedMs) => {
        this.scores.windowEnded(host);
        this.loop.windowEnded(host, waitedMs);
      },
    );
    this.receivers = {
      access: this.access,
      outcome: outcomeReceiver(this.fleet, this.plans, this.scores, metrics, (host) => this.loop.settled(host)),
      plan: planReceiver(this.plans),
    };
    const explain = explainService({
      fleet,
      plans: store,
      policyOf,
      unixMs,
      terms: (host) => desk.termsOf(host, policyOf(host)),
    });
    this.services = {
      PlanService: { ...planService(this.plans, unixMs), ...explain },
      FleetService: fleetService(this.fleet, policyOf, () => ({})),
    };
  }

  /** Resolves when the policy's custom rules are compiled; hosts whose classes have one get no plan before. */
  ready(): Promise<void> {
    return this.rules.prepare(this.ports.policy());
  }

  /** Takes one message. What is wrong with it sets it aside, and touches nothing else. */
  take(kind: TakenKind, taken: Taken): void {
    try {
      this.receivers[kind].receive(taken);
    } catch (error) {
      // What a message makes fail that nobody foresaw must not stop the messages of other hosts.
      const refusal = error instanceof UnreadableMessage ? error : new UnreadableMessage('internal', describe(error));
      this.receivers[kind].refused(hostOfSubject(taken.subject), refusal);
      this.ports.setAside(taken, refusal);
    }
  }

  /** Plans for these hosts, a few at a time: messages come in between. */
  private catchUp(hosts: readonly FleetHost[]): void {
    for (const host of hosts.slice(0, HOSTS_AT_A_TIME)) this.loop.consider(host);
    const rest = hosts.slice(HOSTS_AT_A_TIME);
    if (rest.length > 0) setImmediate(() => this.catchUp(rest));
  }

  /** What the main thread tells a shard. */
  readonly orders = {
    /** Replaces what plans may be made for. */
    hold: (held: readonly Held[]): void => {
      const gained = this.tenure.hold(held);
      // Their windows came while their past was read, and the next ones may be an interval away.
      if (gained.size > 0) this.catchUp(this.fleet.all().filter(({ hostId }) => gained.has(partitionOf(hostId))));
    },
    /** Shares of budgets that hold until then, Unix ms. */
    allot: (shares: readonly HostAllotment[], untilUnixMs: number): void => this.allotment.renew(shares, untilUnixMs),
    /** Replaces the hints that hold. */
    hint: (hints: readonly Hint[]): void => {
      this.hints = hints;
    },
    /** Replaces the rollout that is open; null for none. */
    rollout: (open: OpenRollout | null): void => this.policies.use(open ?? undefined),
    /** A plan that could not be sent. */
    lost: (planId: string): void => this.plans.lost(planId),
    /** What became of a plan that waited for a person. */
    decided: (planId: string, approval: Approval): void => this.plans.decide(planId, approval),
    /** A plan that waits, or waited, as it was kept. */
    restored: (plan: Uint8Array, approval: Approval): void => {
      this.plans.add(this.planCodec.decode(plan), plan, approval);
    },
    /** Lets go of partitions that another brain holds now, and of all that was known of their hosts. */
    forget: (partitions: readonly string[]): void => {
      const gone = new Set(partitions);
      const isGone = (hostId: string): boolean => gone.has(partitionOf(hostId));
      const { fleet, plans, access, allotment, loop, scores, policies } = this;
      for (const each of [fleet, plans, access, allotment, loop, scores, policies]) each.forget(isGone);
    },
  };

  /** What the main thread asks a shard. */
  readonly questions = {
    status: (): ShardStatus => ({ hosts: this.fleet.size, batches: this.access.batches(), plans: this.plans.size }),
    limitations: (): Limitation[] => this.rules.limitations(this.ports.policy(), this.fleet.values()),
    /** Key of the space of a process that is watched. */
    processKey: (hostId: string, pid: number): string | undefined => {
      const keys = this.fleet.get(hostId)?.keys ?? new Map<string, never>();
      for (const [text, key] of keys) if (key.process?.pid === pid) return text;
      return undefined;
    },
    /** What is known of these hosts in numbers; of all hosts with their labels alone where none is named. */
    numbers: (hostIds: readonly string[]): HostNumber[] =>
      hostIds.length === 0
        ? this.fleet.all().map(labelsOf)
        : hostIds.flatMap((hostId) => numberOf(this.fleet.get(hostId), this.scores) ?? []),
    hostIds: (): string[] => this.fleet.all().map(({ hostId }) => hostId),
    /** Ids and times of the plans that a list would show, newest first. */
    planTimes: (request: PlanFilter): PlanTime[] =>
      matchingPlans(this.plans, request, this.ports.unixMs()).map(({ planId, createdUnixMs }) => ({
        planId,
        createdUnixMs,
      })),
    scores: ({ dimension, label, windowSeconds }: ScoreQuery): ScoreRow[] =>
      this.scores.board.rows(dimension, label, windowSeconds, this.ports.unixMs()),
    /** How a policy would go with the hosts of this shard. Throws for one that is not sound. */
    policyFit: (spec: PolicySpec): FleetFit => {
      const compiled = compilePolicy(spec);
      if ('policy' in compiled) return fitOfHosts(this.fleet.values(), compiled.policy);
      throw new ThermoclineError('POLICY_INVALID', JSON.stringify(compiled.problems));
    },
    /** Makes and sends plans that take moves back. Throws what UndoDesk throws. */
    takeBack: (order: TakeBack): TakenBack => this.undo.takeBack(order),
    needs: (): HostNeed[] => this.allotment.needsOf(this.fleet.values()),
  };
}

export type ShardOrders = Shard['orders'];
export type ShardQuestions = Shard['questions'];

export interface PlanTime {
  readonly planId: string;
  readonly createdUnixMs: number;
}
