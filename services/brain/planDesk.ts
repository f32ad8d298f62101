import { planIdOf } from '../contract/ids.js';
import { PlanEncoder, type PlanToEncode, type SpaceMovesToEncode } from '../contract/planEncoder.js';
import { encodeRanges } from '../contract/ranges.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { encodeVarints } from '../contract/varint.js';
import type { MoveGroup, PlanDraft } from '../core/draft.js';
import { tuneThresholds } from '../core/goals.js';
import type { Hint } from '../core/hint.js';
import { type OutstandingPlan, waitingOf } from '../core/outstanding.js';
import { type Planned, type PlanOptions, planHost, planned } from '../core/planner.js';
import type { Policy } from '../core/policy.js';
import type { FleetHost } from './fleet.js';
import { groundOf, reasonsOf } from './planGround.js';
import type { OwnPlan, PlanStore } from './planStore.js';
import type { ScoresBySpace } from './ruleHost.js';
import { isFinished, rulePagesOf, type StoredGroup, type StoredPlan } from './storedPlan.js';

export interface PlanDeskOptions {
  readonly expiryMs: number;
  /** The same for plans that wait for a person. */
  readonly approvalExpiryMs: number;
  /** Seconds of work that a host may have before it: its budget a second times this bounds what waits. */
  readonly planSeconds: number;
  /** A host's share of budgets that it has in common with others; undefined where there are none. */
  readonly share?: (host: FleetHost) => number | undefined;
  /** Those that bear on a host. */
  readonly hints?: (host: FleetHost) => readonly Hint[];
  /** Scores of custom rules; `preparing` while there are none yet. */
  readonly ruleScores?: (host: FleetHost, policy: Policy) => ScoresBySpace | undefined | 'preparing';
  /** Told what a host whose share was used up would have moved without one, and what the others did. Bytes a second. */
  readonly onNeed?: (host: FleetHost, bytesPerSecond: number) => void;
}

/** A plan that is ready to go. */
export interface MadePlan {
  readonly plan: PlanToEncode;
  /** The same for the plan store. */
  readonly own: OwnPlan;
  /** SignedPlan, encoded. */
  readonly bytes: Uint8Array;
  readonly messageId: string;
}

interface Terms {
  readonly fencingToken: number;
  readonly now: number;
  readonly expiresUnixMs: number;
  readonly shadow: boolean;
}

/** What a host's next plan is made with. */
export interface PlanTerms {
  readonly outstanding: readonly OutstandingPlan[];
  readonly options: PlanOptions;
}

/** A plan this near to its share (moves are whole runs) might have been larger. */
const NEARLY = 0.9;

/** Makes plans: asks core, says what it answers in the words of the contract, signs. */
export class PlanDesk {
  private readonly encoder = new PlanEncoder();

  constructor(
    private readonly store: PlanStore,
    private readonly key: SigningKey,
    private readonly options: PlanDeskOptions,
    private readonly unixMs: () => number,
  ) {}

  /** Undefined when the policy would have nothing moved now. A shadow plan is not carried out, and leaves no trace in the host. */
  make(host: FleetHost, policy: Policy, fencingToken: number, shadow = false): MadePlan | undefined {
    const now = this.unixMs();
    if (!shadow) {
      host.model.pingPongWindowMs = (policy.pingPongWindowSeconds ?? 0) * 1000;
      tuneThresholds(host.model, policy);
    }
    const terms = this.termsOf(host, policy);
    if (!terms) return undefined;
    const { draft, situation } = this.decide(host, policy, terms, now);
    if (!draft || !situation) return undefined;
    const rules = draft.reasons.map(({ rule }) => rule);
    const waits = policy.approval === true && !shadow;
    const expiresUnixMs = now + (waits ? this.options.approvalExpiryMs : this.options.expiryMs);
    const plan = {
      ...this.planOf(draft, host, { fencingToken, now, expiresUnixMs, shadow }),
      reasons: reasonsOf(draft, host.model, policy),
      ground: groundOf(situation, draft),
    };
    const bytes = this.encoder.plan(plan);
    const signature = signBytes('plan', bytes, this.key);
    return {
      plan,
      own: {
        planId: plan.planId,
        hostId: host.hostId,
        bootId: host.bootId,
        sequence: plan.envelope.sequence,
        createdUnixMs: now,
        expiresUnixMs,
        policyName: draft.policyName,
        policyRevision: draft.policyRevision,
        pageSize: host.model.facts.pageSize,
        moveCount: draft.totals.moves,
        promotedPages: draft.totals.promotedPages,
        demotedPages: draft.totals.demotedPages,
        // Nothing of a shadow plan is ever under way.
        groups: (shadow ? [] : draft.groups)
          .filter(({ spaceKey }) => host.keys.has(spaceKey))
          .map((group) => asGroup(group, rules)),
        body: bytes,
        ...(waits ? { approval: { state: 'APPROVAL_STATE_PENDING' } as const } : {}),
      },
      bytes: this.encoder.signed(bytes, this.key.keyId, signature),
      messageId: `${host.hostId}-${plan.planId}`,
    };
  }

  /** What the next plan of a host would be made with; undefined while custom rules are prepared. */
  termsOf(host: FleetHost, policy: Policy): PlanTerms | undefined {
    const { hostId, bootId, model } = host;
    const outstanding = this.store.outstanding(hostId, bootId, model.facts.atUnixMs).map(asOutstanding);
    const { planSeconds, share } = this.options;
    const scores = this.options.ruleScores?.(host, policy);
    if (scores === 'preparing') return undefined;
    const bytesPerSecond = share?.(host);
    const hints = this.options.hints?.(host) ?? [];
    const options = {
      planSeconds,
      hints,
      ...(scores && { scores }),
      ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
    };
    return { outstanding, options };
  }

  private decide(host: FleetHost, policy: Policy, { outstanding, options }: PlanTerms, now: number): Planned {
    const decision = planned(host.model, policy, outstanding, now, options);
    if (options.bytesPerSecond === undefined) return decision;
    const { planSeconds, bytesPerSecond, ...alone } = options;
    const { facts } = host.model;
    const waitingBytes = waitingOf(outstanding, facts.atUnixMs, now).pages * facts.pageSize;
    const plannedBytes = decision.draft?.totals.bytes ?? 0;
    const isBound = waitingBytes + plannedBytes >= NEARLY * bytesPerSecond * planSeconds;
    const wanted = isBound ? planHost(host.model, policy, outstanding, now, { planSeconds, ...alone }) : decision.draft;
    this.options.onNeed?.(host, (waitingBytes + (wanted?.totals.bytes ?? 0)) / planSeconds);
    return decision;
  }

  private planOf(
    draft: PlanDraft,
    host: FleetHost,
    { fencingToken, now, expiresUnixMs, shadow }: Terms,
  ): Omit<PlanToEncode, 'reasons' | 'ground'> {
    const sequence = Math.max(this.store.lastSequence(host.hostId) + 1, now);
    return {
      envelope: { schemaVersion: 1, hostId: host.hostId, bootId: host.bootId, sequence, createdUnixMs: now },
      planId: planIdOf(host.hostId, sequence),
      expiresUnixMs,
      policyName: draft.policyName,
      policyRevision: draft.policyRevision,
      fencingToken,
      pageSize: host.model.facts.pageSize,
      spaces: draft.groups.flatMap((group) => spaceMoves(group, host) ?? []),
      shadow,
      moveCount: draft.totals.moves,
      pageCount: draft.totals.promotedPages + draft.totals.demotedPages,
    };
  }
}

/** What the next plan and the scores need of a group; the columns that only people read are let go. */
function asGroup(group: MoveGroup, rules: readonly string[]): StoredGroup {
  const { spaceKey, className, direction, fromNode, toNode, startPage, pages, reason } = group;
  const rulePages = rulePagesOf(pages, reason, rules);
  return { spaceKey, className, direction, fromNode, toNode, ranges: { startPage, pages }, rulePages };
}

function spaceMoves(group: MoveGroup, host: FleetHost): SpaceMovesToEncode | undefined {
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

function asOutstanding({ report, groups, expiresUnixMs }: StoredPlan): OutstandingPlan {
  return {
    expiresUnixMs,
    finishedUnixMs: report && isFinished(report) ? report.finishedUnixMs : undefined,
    groups: groups.map(({ spaceKey, direction, fromNode, toNode, ranges }, index) => {
      const reportedPages = report?.reportedPages.get(index) ?? 0;
      return { spaceKey, direction, fromNode, toNode, ranges, reportedPages };
    }),
  };
}
