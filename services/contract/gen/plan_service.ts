import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { GetPlanRequest as _thermocline_v1_GetPlanRequest, GetPlanRequest__Output as _thermocline_v1_GetPlanRequest__Output } from './thermocline/v1/GetPlanRequest.js';
import type { GetPlanResponse as _thermocline_v1_GetPlanResponse, GetPlanResponse__Output as _thermocline_v1_GetPlanResponse__Output } from './thermocline/v1/GetPlanResponse.js';
import type { ListPlansRequest as _thermocline_v1_ListPlansRequest, ListPlansRequest__Output as _thermocline_v1_ListPlansRequest__Output } from './thermocline/v1/ListPlansRequest.js';
import type { ListPlansResponse as _thermocline_v1_ListPlansResponse, ListPlansResponse__Output as _thermocline_v1_ListPlansResponse__Output } from './thermocline/v1/ListPlansResponse.js';
import type { Outcome as _thermocline_v1_Outcome, Outcome__Output as _thermocline_v1_Outcome__Output } from './thermocline/v1/Outcome.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { Plan as _thermocline_v1_Plan, Plan__Output as _thermocline_v1_Plan__Output } from './thermocline/v1/Plan.js';
import type { PlanServiceClient as _thermocline_v1_PlanServiceClient, PlanServiceDefinition as _thermocline_v1_PlanServiceDefinition } from './thermocline/v1/PlanService.js';
import type { PlanSummary as _thermocline_v1_PlanSummary, PlanSummary__Output as _thermocline_v1_PlanSummary__Output } from './thermocline/v1/PlanSummary.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { Reason as _thermocline_v1_Reason, Reason__Output as _thermocline_v1_Reason__Output } from './thermocline/v1/Reason.js';
import type { SignedPlan as _thermocline_v1_SignedPlan, SignedPlan__Output as _thermocline_v1_SignedPlan__Output } from './thermocline/v1/SignedPlan.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { SpaceMoves as _thermocline_v1_SpaceMoves, SpaceMoves__Output as _thermocline_v1_SpaceMoves__Output } from './thermocline/v1/SpaceMoves.js';
import type { SpaceOutcome as _thermocline_v1_SpaceOutcome, SpaceOutcome__Output as _thermocline_v1_SpaceOutcome__Output } from './thermocline/v1/SpaceOutcome.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from './thermocline/v1/Totals.js';
import type { WatchPlansRequest as _thermocline_v1_WatchPlansRequest, WatchPlansRequest__Output as _thermocline_v1_WatchPlansRequest__Output } from './thermocline/v1/WatchPlansRequest.js';
import type { WatchPlansResponse as _thermocline_v1_WatchPlansResponse, WatchPlansResponse__Output as _thermocline_v1_WatchPlansResponse__Output } from './thermocline/v1/WatchPlansResponse.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      GetPlanRequest: MessageTypeDefinition<_thermocline_v1_GetPlanRequest, _thermocline_v1_GetPlanRequest__Output>
      GetPlanResponse: MessageTypeDefinition<_thermocline_v1_GetPlanResponse, _thermocline_v1_GetPlanResponse__Output>
      ListPlansRequest: MessageTypeDefinition<_thermocline_v1_ListPlansRequest, _thermocline_v1_ListPlansRequest__Output>
      ListPlansResponse: MessageTypeDefinition<_thermocline_v1_ListPlansResponse, _thermocline_v1_ListPlansResponse__Output>
      Outcome: MessageTypeDefinition<_thermocline_v1_Outcome, _thermocline_v1_Outcome__Output>
      OutcomeState: EnumTypeDefinition
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      Plan: MessageTypeDefinition<_thermocline_v1_Plan, _thermocline_v1_Plan__Output>
      /**
       * Plans, before and after they happen. Served by the brain.
       */
      PlanService: SubtypeConstructor<typeof grpc.Client, _thermocline_v1_PlanServiceClient> & { service: _thermocline_v1_PlanServiceDefinition }
      PlanState: EnumTypeDefinition
      PlanSummary: MessageTypeDefinition<_thermocline_v1_PlanSummary, _thermocline_v1_PlanSummary__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      Reason: MessageTypeDefinition<_thermocline_v1_Reason, _thermocline_v1_Reason__Output>
      SignedPlan: MessageTypeDefinition<_thermocline_v1_SignedPlan, _thermocline_v1_SignedPlan__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      SpaceMoves: MessageTypeDefinition<_thermocline_v1_SpaceMoves, _thermocline_v1_SpaceMoves__Output>
      SpaceOutcome: MessageTypeDefinition<_thermocline_v1_SpaceOutcome, _thermocline_v1_SpaceOutcome__Output>
      SubRunResult: EnumTypeDefinition
      Totals: MessageTypeDefinition<_thermocline_v1_Totals, _thermocline_v1_Totals__Output>
      WatchPlansRequest: MessageTypeDefinition<_thermocline_v1_WatchPlansRequest, _thermocline_v1_WatchPlansRequest__Output>
      WatchPlansResponse: MessageTypeDefinition<_thermocline_v1_WatchPlansResponse, _thermocline_v1_WatchPlansResponse__Output>
    }
  }
}

