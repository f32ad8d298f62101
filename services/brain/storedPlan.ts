import type { Approval } from '../contract/gen/thermocline/v1/Approval.js';
import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { OutcomeState__Output } from '../contract/gen/thermocline/v1/OutcomeState.js';
import type { PlanRequest } from '../contract/gen/thermocline/v1/PlanRequest.js';
import type { PlanState__Output } from '../contract/gen/thermocline/v1/PlanState.js';
import { pagesIn } from '../contract/ranges.js';
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
  readonly policyName: string;
  readonly policyRevision: number;
  readonly pageSize: number;
  readonly moveCount: number;
  /** Pages to be moved up and down. */
  readonly promotedPages: number;
  readonly demotedPages: number;
  /** Of a plan that takes moves back: whose they were, and who asked for it. */
  readonly undoOf?: string;
  readonly requested?: PlanRequest;
}

/** A plan and what became of it. */
export interface StoredPlan extends PlanHead {
  /** Plan, encoded; undefined once it was let go: then it is in its stream alone. */
  body: Uint8Array | undefined;
  /** Its moves as the next plan has to reckon with them, group by group as in the plan; none once it bears on no other. */
  groups: readonly StoredGroup[];
  /** Undefined until an outcome came. */
  report: PlanReport | undefined;
  /** Of plans that need one. */
  approval: Approval | undefined;
}

/** Moves of one space, direction and pair of nodes, with what people and scores need to know of them. */
export interface StoredGroup extends OutstandingGroup {
  readonly className: string;
  /** Pages by the rule that planned them. */
  readonly rulePages: ReadonlyMap<string, number>;
}

/** Pages by rule of a group's moves. */
export function rulePagesOf(pages: Float64Array, reasons: Uint8Array, rules: readonly string[]): Map<string, number> {
  // What names no rule is summed up last, under no name.
  const sums = new Float64Array(rules.length + 1);
  for (let i = 0; i < pages.length; i++) {
    const reason = Math.min(reasons[i] ?? rules.length, rules.length);
    sums[reason] = (sums[reason] as number) + (pages[i] as number);
  }
  const named = new Map<string, number>();
  sums.forEach((sum, reason) => {
    const rule = rules[reason] ?? '';
    if (sum > 0) named.set(rule, (named.get(rule) ?? 0) + sum);
  });
  return named;
}

/** What the outcomes of one plan tell, all parts together. */
export interface PlanReport {
  readonly state: OutcomeState__Output;
  readonly reason: string;
  readonly reasonText: string;
  readonly startedUnixMs: number;
  readonly finishedUnixMs: number;
  readonly pagesMoved: number;
  readonly pagesFailed: number;
  readonly pagesSkipped: number;
  /** Numbers of the parts that came. */
  readonly parts: readonly number[];
  /** By index of group: pages that were told of, whatever became of them. */
  readonly reportedPages: ReadonlyMap<number, number>;
  /** Outcomes, encoded, in order of arrival; undefined once they were let go. */
  readonly bodies: readonly Uint8Array[] | undefined;
}

/** An outcome may still be on its way when its plan has just expired. */
export const OUTCOME_GRACE_MS = 10_000;

/** Where a plan stands now. */
export function stateOf({ report, approval, expiresUnixMs }: StoredPlan, nowUnixMs: number): PlanState__Output {
  switch (report?.state) {
    case 'OUTCOME_STATE_REFUSED':
      return report.reason === 'expired' ? 'PLAN_STATE_EXPIRED' : 'PLAN_STATE_REFUSED';
    case 'OUTCOME_STATE_PARTIAL':
      return 'PLAN_STATE_EXECUTING';
    case 'OUTCOME_STATE_COMPLETED':
      return 'PLAN_STATE_COMPLETED';
    case 'OUTCOME_STATE_STOPPED':
      if (report.reason === 'withdrawn') return 'PLAN_STATE_WITHDRAWN';
      return report.reason === 'expired' ? 'PLAN_STATE_EXPIRED' : 'PLAN_STATE_COMPLETED';
  }
  switch (approval?.state) {
    case 'APPROVAL_STATE_PENDING':
      return nowUnixMs >= expiresUnixMs ? 'PLAN_STATE_EXPIRED' : 'PLAN_STATE_PENDING_APPROVAL';
    case 'APPROVAL_STATE_REJECTED':
      return 'PLAN_STATE_REJECTED';
    case 'APPROVAL_STATE_WITHDRAWN':
      return 'PLAN_STATE_WITHDRAWN';
  }
  return nowUnixMs > expiresUnixMs + OUTCOME_GRACE_MS ? 'PLAN_STATE_EXPIRED' : 'PLAN_STATE_PUBLISHED';
}

/** Whether a plan was sent to its host: one that waits for a person, or was not approved of, never was. */
export function wasSent({ approval }: StoredPlan): boolean {
  return approval === undefined || approval.state === 'APPROVAL_STATE_APPROVED';
}

/** When a plan ended, by the host's clock; Infinity while it has not. */
export function endUnixMs(stored: StoredPlan, nowUnixMs: number): number {
  const state = stateOf(stored, nowUnixMs);
  if (state === 'PLAN_STATE_PUBLISHED' || state === 'PLAN_STATE_EXECUTING') return Number.POSITIVE_INFINITY;
  return stored.report ? stored.report.finishedUnixMs : stored.expiresUnixMs;
}

/** Whether more may come of it. */
export function isFinished(report: PlanReport | undefined): boolean {
  return report !== undefined && report.state !== 'OUTCOME_STATE_PARTIAL';
}

/** The report once a part more is known. A part that is known already changes nothing. */
export function withPart(before: PlanReport | undefined, outcome: Outcome__Output, body: Uint8Array): PlanReport {
  if (before?.parts.includes(outcome.part)) return before;
  const reportedPages = new Map(before?.reportedPages);
  for (const { movesIndex, subRuns } of outcome.spaces) {
    reportedPages.set(movesIndex, (reportedPages.get(movesIndex) ?? 0) + pagesIn(subRuns));
  }
  const whole = {
    parts: [...(before?.parts ?? []), outcome.part],
    reportedPages,
    bodies: before && !before.bodies ? undefined : [...(before?.bodies ?? []), body],
  };
  // Parts may come in any order; the last one alone says how it ended.
  if (before && isFinished(before)) return { ...before, ...whole };
  return {
    ...whole,
    state: outcome.state,
    reason: outcome.reason,
    reasonText: outcome.reasonText,
    startedUnixMs: Number(outcome.startedUnixMs),
    finishedUnixMs: Number(outcome.finishedUnixMs),
    pagesMoved: Number(outcome.totals?.pagesMoved ?? 0),
    pagesFailed: sum(outcome.totals?.pagesFailed),
    pagesSkipped: sum(outcome.totals?.pagesSkipped),
  };
}

/** One outcome out of its parts: spaces of all, the rest as the latest says. Undefined when there are none. */
export function wholeOutcome(parts: readonly Outcome__Output[]): Outcome__Output | undefined {
  const inOrder = [...parts].sort((a, b) => a.part - b.part);
  const last = inOrder.at(-1);
  return last && { ...last, spaces: inOrder.flatMap(({ spaces }) => spaces) };
}

function sum(counts: Readonly<Record<string, string>> | undefined): number {
  return Object.values(counts ?? {}).reduce((total, each) => total + Number(each), 0);
}
