import type { Approval } from '../contract/gen/thermocline/v1/Approval.js';
import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import { decodeRanges, pagesIn } from '../contract/ranges.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import { type PlanHead, rulePagesOf, type StoredGroup } from './storedPlan.js';

/** A plan of our own. */
export interface OwnPlan extends PlanHead {
  readonly groups: readonly StoredGroup[];
  /** Encoded: it is kept as it went out, for few are ever looked at. */
  readonly body: Uint8Array;
  /** Of plans that need one. */
  readonly approval?: Approval;
}

/** What is kept of a plan; `body`: the plan encoded. Throws MalformedColumn. */
export function ownPlanOf(plan: Plan__Output, body: Uint8Array, approval?: Approval): OwnPlan {
  return {
    planId: plan.planId,
    hostId: plan.envelope?.hostId ?? '',
    bootId: plan.envelope?.bootId ?? '',
    sequence: Number(plan.envelope?.sequence ?? 0),
    createdUnixMs: Number(plan.envelope?.createdUnixMs ?? 0),
    expiresUnixMs: Number(plan.expiresUnixMs),
    policyName: plan.policyName,
    policyRevision: Number(plan.policyRevision),
    pageSize: plan.pageSize,
    moveCount: Number(plan.moveCount),
    ...pagesByDirection(plan),
    body,
    // Nothing of a shadow plan is ever under way.
    groups: plan.shadow ? [] : groupsOf(plan),
    ...(plan.undoOf ? { undoOf: plan.undoOf } : {}),
    ...(plan.requested ? { requested: plan.requested } : {}),
    ...(approval ? { approval } : {}),
  };
}

function groupsOf(plan: Plan__Output): StoredGroup[] {
  const rules = plan.reasons.map(({ rule }) => rule);
  return plan.spaces.map((moves) => {
    const ranges = decodeRanges(moves.ranges);
    return {
      spaceKey: spaceKeyText(moves.space) ?? '',
      direction: moves.direction === 'DIRECTION_PROMOTION' ? 'promotion' : 'demotion',
      fromNode: moves.fromNode,
      toNode: moves.toNode,
      ranges,
      className: moves.class,
      rulePages: rulePagesOf(ranges.pages, moves.reasons, rules),
    };
  });
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
