import type { ApprovePlanRequest__Output } from '../contract/gen/thermocline/v1/ApprovePlanRequest.js';
import type { ApprovePlanResponse } from '../contract/gen/thermocline/v1/ApprovePlanResponse.js';
import type { ExplainPageRequest } from '../contract/gen/thermocline/v1/ExplainPageRequest.js';
import type { ExplainPageResponse } from '../contract/gen/thermocline/v1/ExplainPageResponse.js';
import type { ExplainPlanRequest__Output } from '../contract/gen/thermocline/v1/ExplainPlanRequest.js';
import type { ExplainPlanResponse } from '../contract/gen/thermocline/v1/ExplainPlanResponse.js';
import type { GetBrainStatusResponse } from '../contract/gen/thermocline/v1/GetBrainStatusResponse.js';
import type { GetHostResponse } from '../contract/gen/thermocline/v1/GetHostResponse.js';
import type { GetPlanResponse } from '../contract/gen/thermocline/v1/GetPlanResponse.js';
import type { ListHostsRequest__Output } from '../contract/gen/thermocline/v1/ListHostsRequest.js';
import type { ListHostsResponse } from '../contract/gen/thermocline/v1/ListHostsResponse.js';
import type { ListPlansRequest__Output } from '../contract/gen/thermocline/v1/ListPlansRequest.js';
import type { ListPlansResponse } from '../contract/gen/thermocline/v1/ListPlansResponse.js';
import type { PlanSummary } from '../contract/gen/thermocline/v1/PlanSummary.js';
import type { RejectPlanRequest__Output } from '../contract/gen/thermocline/v1/RejectPlanRequest.js';
import type { RejectPlanResponse } from '../contract/gen/thermocline/v1/RejectPlanResponse.js';
import type { UndoRequest__Output } from '../contract/gen/thermocline/v1/UndoRequest.js';
import type { UndoResponse } from '../contract/gen/thermocline/v1/UndoResponse.js';
import type { WatchHostRequest__Output } from '../contract/gen/thermocline/v1/WatchHostRequest.js';
import type { WatchHostResponse } from '../contract/gen/thermocline/v1/WatchHostResponse.js';
import type { WatchPlansRequest__Output } from '../contract/gen/thermocline/v1/WatchPlansRequest.js';
import type { WatchPlansResponse } from '../contract/gen/thermocline/v1/WatchPlansResponse.js';
import type { Caller } from '../rpc/caller.js';
import { pageOf } from '../rpc/listPage.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { Approvals, Verb } from './approvals.js';
import { merged } from './merged.js';
import type { PlanArchive } from './planArchive.js';
import { recordedOf, rulesOf } from './recorded.js';
import type { Shards } from './shards.js';
import type { Undo } from './undo.js';

/** FleetService over all shards: what is of one host its shard answers, lists are put together here. */
export function shardedFleetService(shards: Shards, status: () => Promise<GetBrainStatusResponse>) {
  const getHost = async (request: { hostId: string }): Promise<GetHostResponse> =>
    await shards.ofHost(request.hostId).call('FleetService', 'getHost', request);
  return {
    async listHosts(request: ListHostsRequest__Output): Promise<ListHostsResponse> {
      const hostIds = (await shards.ask('hostIds')).flat().sort();
      const page = pageOf(hostIds, (hostId) => hostId, request);
      // One that left meanwhile is left out.
      const answers = await Promise.allSettled(page.items.map((hostId) => getHost({ hostId })));
      const hosts = answers.flatMap((each) =>
        each.status === 'fulfilled' && each.value.host ? [each.value.host] : [],
      );
      return { hosts, nextPageToken: page.nextPageToken };
    },
    getHost,
    async *watchHost(request: WatchHostRequest__Output, signal: AbortSignal): AsyncGenerator<WatchHostResponse> {
      yield* shards.ofHost(request.hostId).stream('FleetService', 'watchHost', request, signal);
    },
    getBrainStatus: status,
  };
}

/** PlanService over all shards. What a shard has let go of a plan is read back from the streams. */
export function shardedPlanService(shards: Shards, archive: PlanArchive, approvals: Approvals, undo: Undo) {
  const getPlan = async (request: { planId: string }): Promise<GetPlanResponse> =>
    await archive.complete(await shards.ofPlan(request.planId).call('PlanService', 'getPlan', request));
  const decide = async (verb: Verb, { planId, reason }: ApprovePlanRequest__Output, caller: Caller) => {
    await approvals.decide(verb, planId, reason, caller);
    return await getSummary(planId);
  };
  const explainPage = async (request: ExplainPageRequest): Promise<ExplainPageResponse> =>
    await shards.ofHost(request.hostId ?? '').call('PlanService', 'explainPage', request);
  const getSummary = async (planId: string): Promise<{ readonly summary?: PlanSummary }> =>
    await shards.ofPlan(planId).call('PlanService', 'getSummary', { planId });
  return {
    async listPlans(request: ListPlansRequest__Output): Promise<ListPlansResponse> {
      const { hostId, states } = request;
      const each = await shards.ask('planTimes', { hostId, states });
      const newestFirst =
        each.length === 1 ? each.flat() : each.flat().sort((a, b) => b.createdUnixMs - a.createdUnixMs);
      const page = pageOf(newestFirst, ({ planId }) => planId, request);
      const answers = await Promise.allSettled(page.items.map(({ planId }) => getSummary(planId)));
      const plans = answers.flatMap((answer) =>
        answer.status === 'fulfilled' && answer.value.summary ? [answer.value.summary] : [],
      );
      return { plans, nextPageToken: page.nextPageToken };
    },
    getPlan,
    explainPage,
    async explainPlan({ planId, page }: ExplainPlanRequest__Output): Promise<ExplainPlanResponse> {
      const response = await getPlan({ planId });
      const { summary, plan } = response;
      if (!summary || !plan) {
        throw new ThermoclineError('RPC_NOT_FOUND', `the moves of plan ${planId} are kept no longer`);
      }
      const whole = { summary, ...(plan.ground ? { ground: plan.ground } : {}), rules: rulesOf(plan) };
      if (!page) return whole;
      const asked = { hostId: summary.hostId ?? '', page };
      // The host, or the space, may be gone meanwhile: what was recorded stands.
      const { present } = await explainPage(asked).catch((): ExplainPageResponse => ({}));
      return { ...whole, recorded: recordedOf(response, page), ...(present ? { present } : {}) };
    },
    async approvePlan(request: ApprovePlanRequest__Output, caller: Caller): Promise<ApprovePlanResponse> {
      return await decide('approve', request, caller);
    },
    async rejectPlan(request: RejectPlanRequest__Output, caller: Caller): Promise<RejectPlanResponse> {
      return await decide('reject', request, caller);
    },
    async undo(request: UndoRequest__Output, caller: Caller): Promise<UndoResponse> {
      return await undo.undoPlan(request, caller);
    },
    async *watchPlans(request: WatchPlansRequest__Output, signal: AbortSignal): AsyncGenerator<WatchPlansResponse> {
      const watched = request.hostId === '' ? shards.all : [shards.ofHost(request.hostId)];
      yield* merged(watched.map((shard) => shard.stream('PlanService', 'watchPlans', request, signal)));
    },
  };
}
