import type { GetPlanRequest__Output } from '../contract/gen/thermocline/v1/GetPlanRequest.js';
import type { GetPlanResponse } from '../contract/gen/thermocline/v1/GetPlanResponse.js';
import type { ListPlansRequest__Output } from '../contract/gen/thermocline/v1/ListPlansRequest.js';
import type { ListPlansResponse } from '../contract/gen/thermocline/v1/ListPlansResponse.js';
import type { PlanState__Output } from '../contract/gen/thermocline/v1/PlanState.js';
import type { PlanSummary } from '../contract/gen/thermocline/v1/PlanSummary.js';
import type { WatchPlansRequest__Output } from '../contract/gen/thermocline/v1/WatchPlansRequest.js';
import type { WatchPlansResponse } from '../contract/gen/thermocline/v1/WatchPlansResponse.js';
import { pageOf } from '../rpc/listPage.js';
import { changes } from '../rpc/watchQueue.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type PlanStore, type StoredPlan, stateOf } from './planStore.js';

const MAX_BACKLOG = 1000;

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
      const stored = plans.get(request.planId);
      if (!stored) {
        throw new ThermoclineError(
          'RPC_NOT_FOUND',
          `no plan ${JSON.stringify(request.planId)} is kept here; thermocline plans list shows those that are`,
        );
      }
      return { summary: summary(stored), plan: stored.plan, ...(stored.outcome ? { outcome: stored.outcome } : {}) };
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

export function summaryOf(stored: StoredPlan, nowUnixMs: number): PlanSummary {
  const { plan, outcome } = stored;
  const sum = (counts: Record<string, string> | undefined): number =>
    Object.values(counts ?? {}).reduce((total, each) => total + Number(each), 0);
  return {
    planId: stored.planId,
    hostId: stored.hostId,
    bootId: stored.bootId,
    createdUnixMs: stored.createdUnixMs,
    expiresUnixMs: stored.expiresUnixMs,
    policyName: plan.policyName,
    policyRevision: plan.policyRevision,
    state: stateOf(stored, nowUnixMs),
    promotedPagesPlanned: stored.promotedPages,
    demotedPagesPlanned: stored.demotedPages,
    pagesMoved: outcome?.totals?.pagesMoved ?? 0,
    pagesFailed: sum(outcome?.totals?.pagesFailed),
    pagesSkipped: sum(outcome?.totals?.pagesSkipped),
    pageSize: plan.pageSize,
    moveCount: plan.moveCount,
    stateReason: outcome?.reasonText ?? '',
    startedUnixMs: outcome?.startedUnixMs ?? 0,
    finishedUnixMs: outcome?.finishedUnixMs ?? 0,
  };
}
