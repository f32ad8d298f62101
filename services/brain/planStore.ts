import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import type { PlanState__Output } from '../contract/gen/thermocline/v1/PlanState.js';
import { decodeRanges, pagesIn } from '../contract/ranges.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import type { OutstandingGroup } from '../core/outstanding.js';

/** What is known of a plan before anyone looks into it. */
export interface PlanHead {
  readonly planId: string;
  readonly hostId: string;
  readonly bootId: string;
  /** Rises from plan to plan of a host. */
  readonly sequence: number;
  readonly createdUnixMs: number;
  readonly expiresUnixMs: number;
  /** Pages to be moved up and down. */
  readonly promotedPages: number;
  readonly demotedPages: number;
}

/** A plan and what became of it. */
export interface StoredPlan extends PlanHead {
  readonly plan: Plan__Output;
  /** Its moves as the next plan has to reckon with them, group by group as in the plan. */
  readonly groups: readonly OutstandingGroup[];
  outcome: Outcome__Output | undefined;
}

/** A plan of our own: few are ever looked at, so it is kept as it went out. */
export interface OwnPlan extends PlanHead {
  readonly groups: readonly OutstandingGroup[];
  /** Reads it whole. */
  readonly read: () => Plan__Output;
}

/** Plans kept for people; older ones are in the PLANS stream alone. At some 2 KiB a plan this is 20 MB. */
const KEPT_PLANS = 10_000;
/** An outcome may still be on its way when its plan has just expired. */
export const OUTCOME_GRACE_MS = 10_000;

/** The plans that people can look at, newest last, and the outcomes that came back for them. */
export class PlanStore {
  /** In order of arrival, which is order of creation. */
  private readonly plans = new Map<string, StoredPlan>();
  /** By host, of all its plans, by whichever brain: an actuator takes a lower one for a repeat. */
  private readonly sequences = new Map<string, number>();
  /** Those that may bear on the next one, by id: however many plans there are, their outcomes find them. */
  private readonly unfinished = new Map<string, StoredPlan>();
  /** The same by host. */
  private readonly open = new Map<string, Set<StoredPlan>>();
  private readonly watchers = new Set<(plan: StoredPlan) => void>();
  /** Outcomes whose plans have not been heard of (yet): on a restart the two streams are read side by side. */
  private readonly early = new Map<string, Outcome__Output>();

  constructor(private readonly unixMs: () => number) {}

  get size(): number {
    return this.plans.size;
  }

  /** Keeps a plan; one that is known already is left as it is. */
  add(plan: Plan__Output): StoredPlan {
    const known = this.known(plan.planId);
    if (known) return known;
    return this.keep({
      planId: plan.planId,
      hostId: plan.envelope?.hostId ?? '',
      bootId: plan.envelope?.bootId ?? '',
      sequence: Number(plan.envelope?.sequence ?? 0),
      createdUnixMs: Number(plan.envelope?.createdUnixMs ?? 0),
      expiresUnixMs: Number(plan.expiresUnixMs),
      ...pagesByDirection(plan),
      plan,
      groups: plan.spaces.map((moves) => ({
        spaceKey: spaceKeyText(moves.space) ?? '',
        direction: moves.direction === 'DIRECTION_PROMOTION' ? ('promotion' as const) : ('demotion' as const),
        fromNode: moves.fromNode,
        toNode: moves.toNode,
        ranges: decodeRanges(moves.ranges),
      })),
      outcome: undefined,
    });
  }

  /** Keeps a plan that was made here; it is read whole when somebody looks at it. */
  addOwn({ read, ...own }: OwnPlan): StoredPlan {
    let plan: Plan__Output | undefined;
    const stored: StoredPlan = {
      ...own,
      get plan() {
        plan ??= read();
        return plan;
      },
      outcome: undefined,
    };
    return this.keep(stored);
  }

  private keep(stored: StoredPlan): StoredPlan {
    stored.outcome = this.early.get(stored.planId);
    this.early.delete(stored.planId);
    this.sequences.set(stored.hostId, Math.max(this.lastSequence(stored.hostId), stored.sequence));
    this.plans.set(stored.planId, stored);
    this.unfinished.set(stored.planId, stored);
    this.openPlans(stored.hostId).add(stored);
    this.trim(this.plans);
    this.tell(stored);
    return stored;
  }

  /** Records an outcome. Answers its plan, undefined when the plan is not known. */
  settle(outcome: Outcome__Output): StoredPlan | undefined {
    const stored = this.known(outcome.planId);
    if (!stored) {
      this.early.set(outcome.planId, outcome);
      this.trim(this.early);
      return undefined;
    }
    stored.outcome = outcome;
    this.tell(stored);
    return stored;
  }

  get(planId: string): StoredPlan | undefined {
    return this.plans.get(planId);
  }

  /** What is known to have become of a plan, also of one that is too old to be shown. */
  outcomeOf(planId: string): Outcome__Output | undefined {
    return this.known(planId)?.outcome;
  }

  /** The highest sequence of a host's plans; 0 where there are none. */
  lastSequence(hostId: string): number {
    return this.sequences.get(hostId) ?? 0;
  }

  /** A plan of our own that could not be sent: nobody has it, so nothing of it waits. */
  lost(planId: string): void {
    const stored = this.known(planId);
    if (!stored) return;
    this.plans.delete(planId);
    this.unfinished.delete(planId);
    this.openPlans(stored.hostId).delete(stored);
  }

  /** Forgets the plans of these hosts: another brain plans for them. */
  forget(isGone: (hostId: string) => boolean): void {
    for (const kept of [this.open, this.sequences]) {
      for (const hostId of kept.keys()) if (isGone(hostId)) kept.delete(hostId);
    }
    for (const kept of [this.plans, this.unfinished]) {
      for (const [planId, { hostId }] of kept) if (isGone(hostId)) kept.delete(planId);
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
      if (endUnixMs(each, now) >= factsUnixMs) continue;
      open.delete(each);
      this.unfinished.delete(each.planId);
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

  private trim(kept: Map<string, unknown>): void {
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_PLANS) return;
      kept.delete(oldest);
    }
  }
}

/** Where a plan stands now. */
export function stateOf(stored: StoredPlan, nowUnixMs: number): PlanState__Output {
  switch (stored.outcome?.state) {
    case 'OUTCOME_STATE_REFUSED':
      return stored.outcome.reason === 'expired' ? 'PLAN_STATE_EXPIRED' : 'PLAN_STATE_REFUSED';
    case 'OUTCOME_STATE_PARTIAL':
      return 'PLAN_STATE_EXECUTING';
    case 'OUTCOME_STATE_COMPLETED':
      return 'PLAN_STATE_COMPLETED';
    case 'OUTCOME_STATE_STOPPED':
      if (stored.outcome.reason === 'withdrawn') return 'PLAN_STATE_WITHDRAWN';
      return stored.outcome.reason === 'expired' ? 'PLAN_STATE_EXPIRED' : 'PLAN_STATE_COMPLETED';
    default:
      return nowUnixMs > stored.expiresUnixMs + OUTCOME_GRACE_MS ? 'PLAN_STATE_EXPIRED' : 'PLAN_STATE_PUBLISHED';
  }
}

/** When a plan ended, by the host's clock; Infinity while it has not. */
function endUnixMs(stored: StoredPlan, nowUnixMs: number): number {
  const state = stateOf(stored, nowUnixMs);
  if (state === 'PLAN_STATE_PUBLISHED' || state === 'PLAN_STATE_EXECUTING') return Number.POSITIVE_INFINITY;
  return stored.outcome ? Number(stored.outcome.finishedUnixMs) : stored.expiresUnixMs;
}

function pagesByDirection(plan: Plan__Output): { promotedPages: number; demotedPages: number } {
  const pages = { promotedPages: 0, demotedPages: 0 };
  for (const moves of plan.spaces) {
    const count = pagesIn(moves.ranges);
    if (moves.direction === 'DIRECTION_PROMOTION') pages.promotedPages += count;
    else pages.demotedPages += count;
  }
  return pages;
}
