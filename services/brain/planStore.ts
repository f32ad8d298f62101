import type { Approval } from '../contract/gen/thermocline/v1/Approval.js';
import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import { codec } from '../contract/schema.js';
import { AgingMap } from './agingMap.js';
import { type OwnPlan, ownPlanOf } from './ownPlan.js';
import { endUnixMs, type StoredPlan, stateOf, wasSent, withPart } from './storedPlan.js';

export type { OwnPlan } from './ownPlan.js';
export { OUTCOME_GRACE_MS, type PlanHead, type StoredPlan, stateOf } from './storedPlan.js';

/** How much is kept for people; what is older is in the streams alone. */
export interface PlanLimits {
  /** Plans without their bodies: some 600 bytes each. */
  readonly plans: number;
  /** Bytes of all bodies and outcomes together. */
  readonly bodyBytes: number;
}

const LIMITS: PlanLimits = { plans: 20_000, bodyBytes: 64 * 2 ** 20 };

/** The plans that people can look at, newest last, and the outcomes that came back for them. */
export class PlanStore {
  private readonly planCodec = codec('Plan');
  private readonly outcomeCodec = codec('Outcome');
  /** In order of arrival, which is order of creation. */
  private readonly plans = new AgingMap<StoredPlan>();
  /** By host, of all its plans, by whichever brain: an actuator takes a lower one for a repeat. */
  private readonly sequences = new Map<string, number>();
  /** Those that may bear on the next one, by id: however many plans there are, their outcomes find them. */
  private readonly unfinished = new Map<string, StoredPlan>();
  /** The same by host. */
  private readonly open = new Map<string, Set<StoredPlan>>();
  /** By host, the plan that waits for a person. */
  private readonly waiting = new Map<string, StoredPlan>();
  /** Those with bodies, the oldest first, and how many bytes these have. */
  private readonly bodied = new AgingMap<StoredPlan>();
  private bodyBytes = 0;
  private readonly watchers = new Set<(plan: StoredPlan) => void>();
  /** Outcomes whose plans have not been heard of (yet): on a restart the two streams are read side by side. */
  private readonly early = new Map<string, Uint8Array[]>();
  private earlyBytes = 0;

  constructor(
    private readonly unixMs: () => number,
    private readonly limits: PlanLimits = LIMITS,
  ) {}

  get size(): number {
    return this.plans.size;
  }

  /** Keeps a plan; of one that is known already the approval alone is taken. `body`: the plan encoded. */
  add(plan: Plan__Output, body?: Uint8Array, approval?: Approval): StoredPlan {
    const known = this.known(plan.planId);
    if (known) {
      if (approval) this.decide(plan.planId, approval);
      return known;
    }
    // Of its own: what it was cut from is many times as large.
    return this.addOwn(ownPlanOf(plan, body ? body.slice() : this.planCodec.encode(plan), approval));
  }

  /** Keeps a plan that was made here. */
  addOwn(own: OwnPlan): StoredPlan {
    const stored: StoredPlan = { ...own, report: undefined, approval: own.approval };
    const { planId, hostId } = stored;
    this.sequences.set(hostId, Math.max(this.lastSequence(hostId), stored.sequence));
    this.plans.add(planId, stored);
    this.bodied.add(planId, stored);
    this.bodyBytes += own.body.length;
    this.place(stored);
    const early = this.early.get(planId);
    if (early) {
      this.forgetEarly(planId);
      for (const bytes of early) this.report(stored, this.outcomeCodec.decode(bytes), bytes);
    }
    this.trim();
    this.tell(stored);
    return stored;
  }

  /** Records an outcome, or a part of one. Answers its plan, undefined when the plan is not known. `body`: it encoded. */
  settle(outcome: Outcome__Output, body?: Uint8Array): StoredPlan | undefined {
    const bytes = body ? body.slice() : this.outcomeCodec.encode(outcome);
    const stored = this.known(outcome.planId);
    if (!stored) {
      this.early.set(outcome.planId, [...(this.early.get(outcome.planId) ?? []), bytes]);
      this.earlyBytes += bytes.length;
      this.trim();
      return undefined;
    }
    this.report(stored, outcome, bytes);
    this.trim();
    this.tell(stored);
    return stored;
  }

  /** Records what became of a plan that waited. Unknown plans are passed over. */
  decide(planId: string, approval: Approval): void {
    const stored = this.known(planId);
    if (!stored) return;
    stored.approval = approval;
    this.place(stored);
    this.tell(stored);
  }

  get(planId: string): StoredPlan | undefined {
    return this.plans.get(planId);
  }

  /** The plan of this host that waits for a person; undefined when there is none, or it expired. */
  waitingPlan(hostId: string): StoredPlan | undefined {
    const stored = this.waiting.get(hostId);
    if (!stored) return undefined;
    if (stateOf(stored, this.unixMs()) === 'PLAN_STATE_PENDING_APPROVAL') return stored;
    this.waiting.delete(hostId);
    return undefined;
  }

  /** Whether this part of a plan's outcome came before: also of a plan that is too old to be shown. */
  isSettled(planId: string, part: number): boolean {
    return this.known(planId)?.report?.parts.includes(part) ?? false;
  }

  /** The highest sequence of a host's plans; 0 where there are none. */
  lastSequence(hostId: string): number {
    return this.sequences.get(hostId) ?? 0;
  }

  /** A plan of our own that could not be sent: nobody has it, so nothing of it waits. */
  lost(planId: string): void {
    const stored = this.known(planId);
    if (!stored) return;
    this.drop(stored);
    this.plans.delete(planId);
  }

  /** Forgets the plans of these hosts: another brain plans for them. */
  forget(isGone: (hostId: string) => boolean): void {
    for (const stored of [...this.plans.values(), ...this.unfinished.values()]) {
      if (!isGone(stored.hostId)) continue;
      this.drop(stored);
      this.plans.delete(stored.planId);
    }
    for (const kept of [this.open, this.sequences, this.waiting]) {
      for (const hostId of kept.keys()) if (isGone(hostId)) kept.delete(hostId);
    }
  }

  /** Newest first. */
  newestFirst(): StoredPlan[] {
    return [...this.plans.values()].reverse();
  }

  /**
   * Plans of this host and boot that bear on the next one: those whose effect is not known yet, and those that ended after
   * the host last told how full its nodes are.
   */
  outstanding(hostId: string, bootId: string, factsUnixMs: number): StoredPlan[] {
    const now = this.unixMs();
    const open = this.openPlans(hostId);
    for (const each of open) {
      if (endUnixMs(each, now) < factsUnixMs) this.close(each);
    }
    return [...open].filter((each) => each.bootId === bootId);
  }

  /** Calls back for each plan that is added or changes, until the returned function is called. */
  watch(callback: (plan: StoredPlan) => void): () => void {
    this.watchers.add(callback);
    return () => this.watchers.delete(callback);
  }

  private known(planId: string): StoredPlan | undefined {
    return this.plans.get(planId) ?? this.unfinished.get(planId);
  }

  /** Among those that bear on the next plan, those that wait for a person, or neither. */
  private place(stored: StoredPlan): void {
    const { planId, hostId } = stored;
    if (this.waiting.get(hostId) === stored) this.waiting.delete(hostId);
    if (wasSent(stored)) {
      this.unfinished.set(planId, stored);
      this.openPlans(hostId).add(stored);
    } else if (stored.approval?.state === 'APPROVAL_STATE_PENDING') this.waiting.set(hostId, stored);
    else this.close(stored);
  }

  private report(stored: StoredPlan, outcome: Outcome__Output, bytes: Uint8Array): void {
    const before = stored.report;
    stored.report = withPart(before, outcome, bytes);
    if (stored.report === before || !stored.report.bodies || !this.bodied.has(stored.planId)) return;
    this.bodyBytes += bytes.length;
  }

  private close(stored: StoredPlan): void {
    this.unfinished.delete(stored.planId);
    this.openPlans(stored.hostId).delete(stored);
    stored.groups = [];
  }

  private drop(stored: StoredPlan): void {
    this.close(stored);
    if (this.waiting.get(stored.hostId) === stored) this.waiting.delete(stored.hostId);
    this.letBodyGo(stored);
  }

  private letBodyGo(stored: StoredPlan): void {
    if (!this.bodied.delete(stored.planId)) return;
    this.bodyBytes -= stored.body?.length ?? 0;
    for (const { length } of stored.report?.bodies ?? []) this.bodyBytes -= length;
    stored.body = undefined;
    if (stored.report) stored.report = { ...stored.report, bodies: undefined };
  }

  private openPlans(hostId: string): Set<StoredPlan> {
    let open = this.open.get(hostId);
    if (!open) {
      open = new Set();
      this.open.set(hostId, open);
    }
    return open;
  }

  private tell(plan: StoredPlan): void {
    for (const watcher of this.watchers) watcher(plan);
  }

  private forgetEarly(planId: string): void {
    for (const { length } of this.early.get(planId) ?? []) this.earlyBytes -= length;
    this.early.delete(planId);
  }

  private trim(): void {
    const { plans, bodyBytes } = this.limits;
    while (this.plans.size > plans) {
      const oldest = this.plans.oldest() as StoredPlan;
      this.letBodyGo(oldest);
      this.plans.delete(oldest.planId);
    }
    while (this.bodyBytes > bodyBytes) {
      const oldest = this.bodied.oldest();
      if (!oldest) break;
      this.letBodyGo(oldest);
    }
    for (const planId of this.early.keys()) {
      if (this.early.size <= plans && this.earlyBytes <= bodyBytes) break;
      this.forgetEarly(planId);
    }
  }
}
