import type { Policy } from '../core/policy.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import type { FleetHost } from './fleet.js';
import type { OutgoingPlan } from './messages.js';
import type { MadePlan, PlanDesk } from './planDesk.js';
import { PlanLag } from './planLag.js';
import type { PlanStore } from './planStore.js';
import type { StoredPlan } from './storedPlan.js';
import type { Tenure } from './tenure.js';

/** Nothing is waited for, and people read them: one now and then shows what would move. */
const SHADOW_EVERY_MS = 10_000;

/** The brain is behind while windows wait in their stream for longer than this before they are merged. */
const BEHIND_MS = 1000;
/** So many windows together tell how long they wait; one that waited for longer than MOST_WAIT_MS tells of an outage. */
const WINDOWS = 64;
const MOST_WAIT_MS = 60_000;

/** What plans are made with and where they go. */
export interface PlanPorts {
  readonly policyOf: (host: FleetHost) => Policy;
  /** Whose plans are made and not carried out; undefined where there are none. */
  readonly shadowOf: (host: FleetHost) => Policy | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  publish(plan: OutgoingPlan): void;
  /** A plan that waits for a person. */
  offer(plan: OutgoingPlan): void;
  /** Takes one back that waits. */
  withdraw(planId: string, reason: string): void;
}

/** Plans for a host after its windows and outcomes, at most once per interval, while this brain holds its partition. */
export class PlanLoop {
  private readonly seconds;
  private readonly lag: PlanLag;
  /** Hosts whose window came before their time. */
  private readonly later = new Map<string, NodeJS.Timeout>();
  /** By host, when it last had a shadow plan. */
  private readonly shadowed = new Map<string, number>();
  /** How long windows wait in their stream, lately. */
  private waitMs = 0;

  constructor(
    private readonly desk: PlanDesk,
    private readonly store: PlanStore,
    private readonly tenure: Tenure,
    private readonly ports: PlanPorts,
    private readonly everyMs: number,
    private readonly unixMs: () => number,
    private readonly clockMs: () => number = () => performance.now(),
  ) {
    const buckets = [0.0001, 0.0003, 0.001, 0.01, 0.1, 1];
    this.seconds = ports.metrics.histogram('plan_duration_seconds', 'Time to plan one host', buckets);
    this.lag = new PlanLag(ports.metrics, unixMs);
  }

  /** A window of the host was merged, which had waited in its stream for so long. */
  windowEnded(host: FleetHost, waitedMs: number): void {
    this.waitMs += (Math.min(Math.max(0, waitedMs), MOST_WAIT_MS) - this.waitMs) / WINDOWS;
    this.consider(host);
  }

  /** An outcome of the host was learnt. */
  settled(host: FleetHost): void {
    if (!this.leavesToWindow(host)) this.consider(host);
  }

  /**
   * Whether the host is planned for after its next window and not now. A brain that is behind spends its time on windows: a plan
   * made just before one is made of what that will tell anew, and makes it wait for its turn.
   */
  private leavesToWindow({ lastBatchUnixMs, windowMs }: FleetHost): boolean {
    if (this.waitMs < BEHIND_MS) return false;
    const dueInMs = lastBatchUnixMs + windowMs - this.unixMs();
    // Of a host whose windows have ceased to come nothing is waited for.
    return dueInMs < this.everyMs && dueInMs > -2 * windowMs - this.waitMs;
  }

  /**
   * Plans for this host if its time has come, else when it comes. Never throws: what is wrong with one host stops no other.
   */
  consider(host: FleetHost): void {
    const token = this.tenure.tokenOf(host.hostId);
    if (token === undefined) return; // Another brain plans for it.
    this.lag.received(host.hostId, host.lastBatchUnixMs);
    const started = this.clockMs();
    const early = host.lastPlannedMs + this.everyMs - started;
    if (early > 0) this.considerLater(host, early);
    else this.plan(host, token, started);
  }

  private plan(host: FleetHost, token: number, started: number): void {
    try {
      const policy = this.ports.policyOf(host);
      const waits = this.isWaitedFor(host, policy);
      const made = waits ? undefined : this.desk.make(host, policy, token);
      this.seconds.observe((this.clockMs() - started) / 1000);
      this.lag.considered(host.hostId, host.lastBatchUnixMs);
      if (made) {
        host.lastPlannedMs = started;
        this.send(made);
      }
      this.shadow(host, token, started);
    } catch (error) {
      this.ports.logger.warn(
        { host: host.hostId, error: describe(error) },
        'no plan was made; the next window will try',
      );
    }
  }

  /** What another revision would move is planned and sent as well; an actuator carries nothing of it out. */
  private shadow(host: FleetHost, token: number, started: number): void {
    const policy = this.ports.shadowOf(host);
    if (!policy || started < (this.shadowed.get(host.hostId) ?? Number.NEGATIVE_INFINITY) + SHADOW_EVERY_MS) return;
    const made = this.desk.make(host, policy, token, true);
    if (!made) return;
    this.shadowed.set(host.hostId, started);
    this.send(made);
  }

  private send(made: MadePlan): void {
    // Kept before it is sent: its outcome may be here before the acknowledgement.
    this.store.addOwn(made.own);
    const { planId, hostId } = made.own;
    const { moveCount: moves, pageCount: pages } = made.plan;
    const outgoing = { hostId, planId, bytes: made.bytes, messageId: made.messageId, moves, pages };
    if (made.own.approval) this.ports.offer(outgoing);
    else this.ports.publish(outgoing);
  }

  /**
   * Whether a plan of this host waits for a person: then no other is made, for nobody could decide on what changes each window.
   * One that no longer fits its host is taken back.
   */
  private isWaitedFor(host: FleetHost, policy: Policy): boolean {
    const waiting = this.store.waitingPlan(host.hostId);
    if (!waiting) return false;
    const reason = whyVoid(waiting, host, policy);
    if (reason === undefined) return true;
    this.store.decide(waiting.planId, { state: 'APPROVAL_STATE_WITHDRAWN', reason });
    this.ports.withdraw(waiting.planId, reason);
    return false;
  }

  /** Lets go of hosts that another brain plans for now. */
  forget(isGone: (hostId: string) => boolean): void {
    for (const [hostId, timer] of this.later) {
      if (!isGone(hostId)) continue;
      clearTimeout(timer);
      this.later.delete(hostId);
    }
    for (const hostId of this.shadowed.keys()) if (isGone(hostId)) this.shadowed.delete(hostId);
    this.lag.forget(isGone);
  }

  private considerLater(host: FleetHost, inMs: number): void {
    if (this.later.has(host.hostId)) return;
    const timer = setTimeout(() => {
      this.later.delete(host.hostId);
      this.consider(host);
    }, inMs);
    timer.unref();
    this.later.set(host.hostId, timer);
  }
}

function whyVoid(waiting: StoredPlan, host: FleetHost, policy: Policy): string | undefined {
  if (waiting.bootId !== host.bootId) return 'the host booted anew';
  if (waiting.policyName !== policy.name || waiting.policyRevision !== policy.revision) {
    return `policy ${policy.name} revision ${policy.revision} is in force`;
  }
  return undefined;
}
