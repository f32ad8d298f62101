import type { Plan } from '../contract/gen/thermocline/v1/Plan.js';
import type { SpaceMoves } from '../contract/gen/thermocline/v1/SpaceMoves.js';
import { planIdOf } from '../contract/ids.js';
import { encodeRanges, pagesIn } from '../contract/ranges.js';
import { codec } from '../contract/schema.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { encodeVarints } from '../contract/varint.js';
import type { MoveGroup, PlanDraft } from '../core/draft.js';
import { tuneThresholds } from '../core/goals.js';
import type { Hint } from '../core/hint.js';
import { type OutstandingGroup, type OutstandingPlan, waitingOf } from '../core/outstanding.js';
import { planHost } from '../core/planner.js';
import type { Policy } from '../core/policy.js';
import type { FleetHost } from './fleet.js';
import type { OwnPlan, PlanStore, StoredPlan } from './planStore.js';
import type { ScoresBySpace } from './ruleHost.js';

export interface PlanDeskOptions {
  readonly expiryMs: number;
  /** Seconds of work that a host may have before it: its budget a second times this bounds what waits. */
  readonly planSeconds: number;
  /** A host's share of budgets that it has in common with others; undefined where there are none. */
  readonly share?: (host: FleetHost) => number | undefined;
  /** Those that bear on a host. */
  readonly hints?: (host: FleetHost) => readonly Hint[];
  /** Scores of custom rules; `preparing` while there are none yet. */
  readonly scores?: (host: FleetHost, policy: Policy) => ScoresBySpace | undefined | 'preparing';
  /** Told what a host whose share was used up would have moved without one, and what the others did. Bytes a second. */
  readonly onNeed?: (host: FleetHost, bytesPerSecond: number) => void;
}

/** A plan that is ready to go. */
export interface MadePlan {
  readonly plan: Plan;
  /** The same for the plan store. */
  readonly own: OwnPlan;
  /** SignedPlan, encoded. */
  readonly bytes: Uint8Array;
  readonly messageId: string;
}

/** A plan this near to its share (moves are whole runs) might have been larger. */
const NEARLY = 0.9;

/** Makes plans: asks core, says what it answers in the words of the contract, signs. */
export class PlanDesk {
  private readonly plans = codec('Plan');
  private readonly signed = codec('SignedPlan');

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
    const draft = this.draft(host, policy, outstanding, now);
    if (!draft) return undefined;
    const plan = this.planOf(draft, host, fencingToken, now);
    const bytes = this.plans.encode(plan);
    const signature = signBytes('plan', bytes, this.key);
    return {
      plan,
      own: {
        planId: plan.planId as string,
        hostId: host.hostId,
        bootId: host.bootId,
        sequence: Number(plan.envelope?.sequence),
        createdUnixMs: now,
        expiresUnixMs: now + this.options.expiryMs,
        promotedPages: draft.totals.promotedPages,
        demotedPages: draft.totals.demotedPages,
        groups: draft.groups.filter((group) => host.keys.has(group.spaceKey)).map(asGroup),
        read: () => this.plans.decode(bytes),
      },
      bytes: this.signed.encode({ plan: bytes, keyId: this.key.keyId, signature }),
      messageId: `${host.hostId}-${plan.planId}`,
    };
  }

  private draft(
    host: FleetHost,
    policy: Policy,
    outstanding: readonly OutstandingPlan[],
    now: number,
  ): PlanDraft | undefined {
    const { planSeconds, share, onNeed } = this.options;
    const scores = this.options.scores?.(host, policy);
    if (scores === 'preparing') return undefined;
    const options = { planSeconds, hints: this.options.hints?.(host) ?? [], ...(scores && { scores }) };
    const bytesPerSecond = share?.(host);
    if (bytesPerSecond === undefined) return planHost(host.model, policy, outstanding, now, options);
    const draft = planHost(host.model, policy, outstanding, now, { ...options, bytesPerSecond });
    const { facts } = host.model;
    const waitingBytes = waitingOf(outstanding, facts.atUnixMs, now).pages * facts.pageSize;
    const plannedBytes = draft?.totals.bytes ?? 0;
    const isBound = waitingBytes + plannedBytes >= NEARLY * bytesPerSecond * planSeconds;
    const wanted = isBound ? planHost(host.model, policy, outstanding, now, options) : draft;
    onNeed?.(host, (waitingBytes + (wanted?.totals.bytes ?? 0)) / planSeconds);
    return draft;
  }

  private planOf(draft: PlanDraft, host: FleetHost, fencingToken: number, now: number): Plan {
    const sequence = Math.max(this.store.lastSequence(host.hostId) + 1, now);
    return {
      envelope: { schemaVersion: 1, hostId: host.hostId, bootId: host.bootId, sequence, createdUnixMs: now },
      planId: planIdOf(host.hostId, sequence),
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

/** What the next plan needs of a group; the columns that only people read are let go. */
function asGroup({ spaceKey, direction, fromNode, toNode, startPage, pages }: MoveGroup): OutstandingGroup {
  return { spaceKey, direction, fromNode, toNode, ranges: { startPage, pages } };
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
    groups: stored.groups.map((group, index) => ({ ...group, reportedPages: reported.get(index) ?? 0 })),
  };
}
