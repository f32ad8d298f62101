import type { GetPlanRequest__Output } from '../contract/gen/thermocline/v1/GetPlanRequest.js';
import type { GetPlanResponse } from '../contract/gen/thermocline/v1/GetPlanResponse.js';
import type { ListPlansRequest__Output } from '../contract/gen/thermocline/v1/ListPlansRequest.js';
import type { ListPlansResponse } from '../contract/gen/thermocline/v1/ListPlansResponse.js';
import type { PlanState__Output } from '../contract/gen/thermocline/v1/PlanState.js';
import type { PlanSummary } from '../contract/gen/thermocline/v1/PlanSummary.js';
import type { WatchPlansRequest__Output } from '../contract/gen/thermocline/v1/WatchPlansRequest.js';
import type { WatchPlansResponse } from '../contract/gen/thermocline/v1/WatchPlansResponse.js';
import { codec } from '../contract/schema.js';
import { pageOf } from '../rpc/listPage.js';
import { changes } from '../rpc/watchQueue.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { PlanStore } from './planStore.js';
import { type StoredPlan, stateOf, wholeOutcome } from './storedPlan.js';

const MAX_BACKLOG = 1000;
const planCodec = codec('Plan');
const outcomeCodec = codec('Outcome');

/** Which plans a list shows: all hosts' where the id is empty, all states' where there are none. */
export interface PlanFilter {
  readonly hostId: string;
  readonly states: readonly PlanState__Output[];
}

/** Newest first. */
export function matchingPlans(plans: PlanStore, { hostId, states }: PlanFilter, nowUnixMs: number): StoredPlan[] {
  const wanted = new Set(states);
  return plans
    .newestFirst()
    .filter((stored) => hostId === '' || stored.hostId === hostId)
    .filter((stored) => wanted.size === 0 || wanted.has(stateOf(stored, nowUnixMs)));
}

/** What people see of plans. Requests and responses are those of proto/thermocline/v1/plan_service.proto. */
export function planService(plans: PlanStore, unixMs: () => number) {
  const summary = (stored: StoredPlan): PlanSummary => summaryOf(stored, unixMs());
  const ofHost = (hostId: string) => (stored: StoredPlan) => hostId === '' || stored.hostId === hostId;

  return {
    async listPlans(request: ListPlansRequest__Output): Promise<ListPlansResponse> {
      const matching = matchingPlans(plans, request, unixMs());
      const page = pageOf(matching, (stored) => stored.planId, request);
      return { plans: page.items.map(summary), nextPageToken: page.nextPageToken };
    },

    async getPlan(request: GetPlanRequest__Output): Promise<GetPlanResponse> {
      return responseOf(knownPlan(plans, request.planId), unixMs());
    },

    /** Its summary alone: for lists, which would have each plan decoded otherwise. */
    async getSummary(request: { readonly planId: string }): Promise<{ readonly summary: PlanSummary }> {
      return { summary: summary(knownPlan(plans, request.planId)) };
    },

    async *watchPlans(request: WatchPlansRequest__Output, signal: AbortSignal): AsyncGenerator<WatchPlansResponse> {
      const matches = ofHost(request.hostId);
      // Listen before the backlog is read, so that nothing falls between the two.
      const queue = changes<StoredPlan>((callback) => plans.watch(callback), signal);
      const backlog = plans.newestFirst().filter(matches).slice(0, Math.min(request.backlog, MAX_BACKLOG));
      for (const stored of backlog.reverse()) yield { plan: summary(stored) };
      for await (const stored of queue) if (matches(stored)) yield { plan: summary(stored) };
    },
  };
}

/** Throws RPC_NOT_FOUND. */
export function knownPlan(plans: PlanStore, planId: string): StoredPlan {
  const stored = plans.get(planId);
  if (stored) return stored;
  throw new ThermoclineError(
    'RPC_NOT_FOUND',
    `no plan ${JSON.stringify(planId)} is kept here; thermocline plans list shows those that are`,
  );
}

export function summaryOf(stored: StoredPlan, nowUnixMs: number): PlanSummary {
  const { report, approval } = stored;
  return {
    planId: stored.planId,
    hostId: stored.hostId,
    bootId: stored.bootId,
    createdUnixMs: stored.createdUnixMs,
    expiresUnixMs: stored.expiresUnixMs,
    policyName: stored.policyName,
    policyRevision: stored.policyRevision,
    state: stateOf(stored, nowUnixMs),
    promotedPagesPlanned: stored.promotedPages,
    demotedPagesPlanned: stored.demotedPages,
    pagesMoved: report?.pagesMoved ?? 0,
    pagesFailed: report?.pagesFailed ?? 0,
    pagesSkipped: report?.pagesSkipped ?? 0,
    pageSize: stored.pageSize,
    moveCount: stored.moveCount,
    stateReason: report?.reasonText || approval?.reason || '',
    startedUnixMs: report?.startedUnixMs ?? 0,
    finishedUnixMs: report?.finishedUnixMs ?? 0,
    ...(approval ? { approval } : {}),
    undoOf: stored.undoOf ?? '',
    ...(stored.requested ? { requested: stored.requested } : {}),
  };
}

/** What is kept of a plan here; the plan, or its outcome, is left out where it was let go. */
export function responseOf(stored: StoredPlan, nowUnixMs: number): GetPlanResponse {
  const outcome = wholeOutcome(stored.report?.bodies?.map((bytes) => outcomeCodec.decode(bytes)) ?? []);
  return {
    summary: summaryOf(stored, nowUnixMs),
    ...(stored.body ? { plan: planCodec.decode(stored.body) } : {}),
    ...(outcome ? { outcome } : {}),
  };
}
