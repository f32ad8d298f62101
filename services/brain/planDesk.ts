import type { Plan } from '../contract/gen/thermocline/v1/Plan.js';
import type { SpaceMoves } from '../contract/gen/thermocline/v1/SpaceMoves.js';
import { partitionOf } from '../contract/ids.js';
import { decodeRanges, encodeRanges, pagesIn } from '../contract/ranges.js';
import { codec } from '../contract/schema.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import { encodeVarints } from '../contract/varint.js';
import type { MoveGroup, PlanDraft } from '../core/draft.js';
import { tuneThresholds } from '../core/goals.js';
import type { OutstandingPlan } from '../core/outstanding.js';
import { planHost } from '../core/planner.js';
import type { Policy } from '../core/policy.js';
import type { FleetHost } from './fleet.js';
import type { PlanStore, StoredPlan } from './planStore.js';

export interface PlanDeskOptions {
  readonly expiryMs: number;
  /** Seconds of work that a host may have before it: its budget a second times this bounds what waits. */
  readonly planSeconds: number;
}

/** A plan that is ready to go. */
export interface MadePlan {
  readonly plan: Plan;
  /** SignedPlan, encoded. */
  readonly bytes: Uint8Array;
  readonly messageId: string;
}

/** Makes plans: asks core, says what it answers in the words of the contract, signs. */
export class PlanDesk {
  private readonly plans = codec('Plan');
  private readonly signed = codec('SignedPlan');
  private lastSequence = 0;

  constructor(
    private readonly store: PlanStore,
    private readonly key: SigningKey,
    private readonly options: PlanDeskOptions,
    private readonly unixMs: () => number,
  ) {}

  /** Undefined when the policy would have nothing moved now. */
  make(host: FleetHost, policy: Policy, fencingToken: number): MadePlan | undefined {
    const now = this.unixMs();
    const outstanding = this.store.outstanding(host.hostId, host.bootId, host.model.facts.atUnixMs).map(asOutstanding);
    host.model.pingPongWindowMs = (policy.pingPongWindowSeconds ?? 0) * 1000;
    tuneThresholds(host.model, policy);
    const draft = planHost(host.model, policy, outstanding, now, { planSeconds: this.options.planSeconds });
    if (!draft) return undefined;
    this.lastSequence = Math.max(this.lastSequence + 1, now);
    const plan = this.planOf(draft, host, fencingToken, now);
    const bytes = this.plans.encode(plan);
    const signature = signBytes('plan', bytes, this.key);
    return {
      plan,
      bytes: this.signed.encode({ plan: bytes, keyId: this.key.keyId, signature }),
      messageId: `${host.hostId}-${plan.planId}`,
    };
  }

  private planOf(draft: PlanDraft, host: FleetHost, fencingToken: number, now: number): Plan {
    const sequence = this.lastSequence;
    return {
      envelope: { schemaVersion: 1, hostId: host.hostId, bootId: host.bootId, sequence, createdUnixMs: now },
      // A partition is planned by one brain at a time, and a brain's sequence rises: so no two plans share this.
      planId: `${partitionOf(host.hostId)}-${sequence.toString(36)}`,
      expiresUnixMs: now + this.options.expiryMs,
      policyName: draft.policyName,
      policyRevision: draft.policyRevision,
      fencingToken,
      pageSize: host.model.facts.pageSize,
      spaces: draft.groups.flatMap((group) => spaceMoves(group, host) ?? []),
      reasons: draft.reasons.map(({ rule, text }) => ({ rule, text })),
      shadow: false,
      moveCount: draft.totals.moves,
      pageCount: draft.totals.promotedPages + draft.totals.demotedPages,
    };
  }
}

function spaceMoves(group: MoveGroup, host: FleetHost): SpaceMoves | undefined {
  const space = host.keys.get(group.spaceKey);
  if (!space) return undefined;
  return {
    space,
    command: group.command,
    ...(group.cgroup === undefined ? {} : { cgroup: group.cgroup }),
    class: group.className,
    direction: group.direction === 'promotion' ? 'DIRECTION_PROMOTION' : 'DIRECTION_DEMOTION',
    fromNode: group.fromNode,
    toNode: group.toNode,
    ranges: encodeRanges(group),
    reasons: group.reason,
    heat: group.heat,
    ageSeconds: encodeVarints(group.ageSeconds),
  };
}

function asOutstanding(stored: StoredPlan): OutstandingPlan {
  const reported = new Map<number, number>();
  for (const each of stored.outcome?.spaces ?? []) {
    reported.set(each.movesIndex, (reported.get(each.movesIndex) ?? 0) + pagesIn(each.subRuns));
  }
  const finished = stored.outcome?.state !== 'OUTCOME_STATE_PARTIAL' ? stored.outcome?.finishedUnixMs : undefined;
  return {
    expiresUnixMs: stored.expiresUnixMs,
    finishedUnixMs: finished === undefined ? undefined : Number(finished),
    groups: stored.plan.spaces.map((moves, index) => ({
      spaceKey: spaceKeyText(moves.space) ?? '',
      direction: moves.direction === 'DIRECTION_PROMOTION' ? 'promotion' : 'demotion',
      fromNode: moves.fromNode,
      toNode: moves.toNode,
      ranges: decodeRanges(moves.ranges),
      reportedPages: reported.get(index) ?? 0,
    })),
  };
}
