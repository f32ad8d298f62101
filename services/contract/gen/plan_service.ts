import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Approval as _thermocline_v1_Approval, Approval__Output as _thermocline_v1_Approval__Output } from './thermocline/v1/Approval.js';
import type { ApprovalEntry as _thermocline_v1_ApprovalEntry, ApprovalEntry__Output as _thermocline_v1_ApprovalEntry__Output } from './thermocline/v1/ApprovalEntry.js';
import type { ApprovePlanRequest as _thermocline_v1_ApprovePlanRequest, ApprovePlanRequest__Output as _thermocline_v1_ApprovePlanRequest__Output } from './thermocline/v1/ApprovePlanRequest.js';
import type { ApprovePlanResponse as _thermocline_v1_ApprovePlanResponse, ApprovePlanResponse__Output as _thermocline_v1_ApprovePlanResponse__Output } from './thermocline/v1/ApprovePlanResponse.js';
import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { ExplainPageRequest as _thermocline_v1_ExplainPageRequest, ExplainPageRequest__Output as _thermocline_v1_ExplainPageRequest__Output } from './thermocline/v1/ExplainPageRequest.js';
import type { ExplainPageResponse as _thermocline_v1_ExplainPageResponse, ExplainPageResponse__Output as _thermocline_v1_ExplainPageResponse__Output } from './thermocline/v1/ExplainPageResponse.js';
import type { ExplainPlanRequest as _thermocline_v1_ExplainPlanRequest, ExplainPlanRequest__Output as _thermocline_v1_ExplainPlanRequest__Output } from './thermocline/v1/ExplainPlanRequest.js';
import type { ExplainPlanResponse as _thermocline_v1_ExplainPlanResponse, ExplainPlanResponse__Output as _thermocline_v1_ExplainPlanResponse__Output } from './thermocline/v1/ExplainPlanResponse.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { GetPlanRequest as _thermocline_v1_GetPlanRequest, GetPlanRequest__Output as _thermocline_v1_GetPlanRequest__Output } from './thermocline/v1/GetPlanRequest.js';
import type { GetPlanResponse as _thermocline_v1_GetPlanResponse, GetPlanResponse__Output as _thermocline_v1_GetPlanResponse__Output } from './thermocline/v1/GetPlanResponse.js';
import type { ListPlansRequest as _thermocline_v1_ListPlansRequest, ListPlansRequest__Output as _thermocline_v1_ListPlansRequest__Output } from './thermocline/v1/ListPlansRequest.js';
import type { ListPlansResponse as _thermocline_v1_ListPlansResponse, ListPlansResponse__Output as _thermocline_v1_ListPlansResponse__Output } from './thermocline/v1/ListPlansResponse.js';
import type { NodeRoom as _thermocline_v1_NodeRoom, NodeRoom__Output as _thermocline_v1_NodeRoom__Output } from './thermocline/v1/NodeRoom.js';
import type { Outcome as _thermocline_v1_Outcome, Outcome__Output as _thermocline_v1_Outcome__Output } from './thermocline/v1/Outcome.js';
import type { PageExplanation as _thermocline_v1_PageExplanation, PageExplanation__Output as _thermocline_v1_PageExplanation__Output } from './thermocline/v1/PageExplanation.js';
import type { PageHistory as _thermocline_v1_PageHistory, PageHistory__Output as _thermocline_v1_PageHistory__Output } from './thermocline/v1/PageHistory.js';
import type { PageName as _thermocline_v1_PageName, PageName__Output as _thermocline_v1_PageName__Output } from './thermocline/v1/PageName.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { Plan as _thermocline_v1_Plan, Plan__Output as _thermocline_v1_Plan__Output } from './thermocline/v1/Plan.js';
import type { PlanGround as _thermocline_v1_PlanGround, PlanGround__Output as _thermocline_v1_PlanGround__Output } from './thermocline/v1/PlanGround.js';
import type { PlanRequest as _thermocline_v1_PlanRequest, PlanRequest__Output as _thermocline_v1_PlanRequest__Output } from './thermocline/v1/PlanRequest.js';
import type { PlanServiceClient as _thermocline_v1_PlanServiceClient, PlanServiceDefinition as _thermocline_v1_PlanServiceDefinition } from './thermocline/v1/PlanService.js';
import type { PlanSummary as _thermocline_v1_PlanSummary, PlanSummary__Output as _thermocline_v1_PlanSummary__Output } from './thermocline/v1/PlanSummary.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { Reason as _thermocline_v1_Reason, Reason__Output as _thermocline_v1_Reason__Output } from './thermocline/v1/Reason.js';
import type { RejectPlanRequest as _thermocline_v1_RejectPlanRequest, RejectPlanRequest__Output as _thermocline_v1_RejectPlanRequest__Output } from './thermocline/v1/RejectPlanRequest.js';
import type { RejectPlanResponse as _thermocline_v1_RejectPlanResponse, RejectPlanResponse__Output as _thermocline_v1_RejectPlanResponse__Output } from './thermocline/v1/RejectPlanResponse.js';
import type { RuleStep as _thermocline_v1_RuleStep, RuleStep__Output as _thermocline_v1_RuleStep__Output } from './thermocline/v1/RuleStep.js';
import type { RuleSummary as _thermocline_v1_RuleSummary, RuleSummary__Output as _thermocline_v1_RuleSummary__Output } from './thermocline/v1/RuleSummary.js';
import type { SignedPlan as _thermocline_v1_SignedPlan, SignedPlan__Output as _thermocline_v1_SignedPlan__Output } from './thermocline/v1/SignedPlan.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { SpaceMoves as _thermocline_v1_SpaceMoves, SpaceMoves__Output as _thermocline_v1_SpaceMoves__Output } from './thermocline/v1/SpaceMoves.js';
import type { SpaceOutcome as _thermocline_v1_SpaceOutcome, SpaceOutcome__Output as _thermocline_v1_SpaceOutcome__Output } from './thermocline/v1/SpaceOutcome.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from './thermocline/v1/Totals.js';
import type { UndoRequest as _thermocline_v1_UndoRequest, UndoRequest__Output as _thermocline_v1_UndoRequest__Output } from './thermocline/v1/UndoRequest.js';
import type { UndoResponse as _thermocline_v1_UndoResponse, UndoResponse__Output as _thermocline_v1_UndoResponse__Output } from './thermocline/v1/UndoResponse.js';
import type { WatchPlansRequest as _thermocline_v1_WatchPlansRequest, WatchPlansRequest__Output as _thermocline_v1_WatchPlansRequest__Output } from './thermocline/v1/WatchPlansRequest.js';
import type { WatchPlansResponse as _thermocline_v1_WatchPlansResponse, WatchPlansResponse__Output as _thermocline_v1_WatchPlansResponse__Output } from './thermocline/v1/WatchPlansResponse.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Advice: EnumTypeDefinition
      Approval: MessageTypeDefinition<_thermocline_v1_Approval, _thermocline_v1_Approval__Output>
      ApprovalEntry: MessageTypeDefinition<_thermocline_v1_ApprovalEntry, _thermocline_v1_ApprovalEntry__Output>
      ApprovalState: EnumTypeDefinition
      ApprovePlanRequest: MessageTypeDefinition<_thermocline_v1_ApprovePlanRequest, _thermocline_v1_ApprovePlanRequest__Output>
      ApprovePlanResponse: MessageTypeDefinition<_thermocline_v1_ApprovePlanResponse, _thermocline_v1_ApprovePlanResponse__Output>
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      ExplainPageRequest: MessageTypeDefinition<_thermocline_v1_ExplainPageRequest, _thermocline_v1_ExplainPageRequest__Output>
      ExplainPageResponse: MessageTypeDefinition<_thermocline_v1_ExplainPageResponse, _thermocline_v1_ExplainPageResponse__Output>
      ExplainPlanRequest: MessageTypeDefinition<_thermocline_v1_ExplainPlanRequest, _thermocline_v1_ExplainPlanRequest__Output>
      ExplainPlanResponse: MessageTypeDefinition<_thermocline_v1_ExplainPlanResponse, _thermocline_v1_ExplainPlanResponse__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      GetPlanRequest: MessageTypeDefinition<_thermocline_v1_GetPlanRequest, _thermocline_v1_GetPlanRequest__Output>
      GetPlanResponse: MessageTypeDefinition<_thermocline_v1_GetPlanResponse, _thermocline_v1_GetPlanResponse__Output>
      ListPlansRequest: MessageTypeDefinition<_thermocline_v1_ListPlansRequest, _thermocline_v1_ListPlansRequest__Output>
      ListPlansResponse: MessageTypeDefinition<_thermocline_v1_ListPlansResponse, _thermocline_v1_ListPlansResponse__Output>
      MoverKind: EnumTypeDefinition
      NodeRoom: MessageTypeDefinition<_thermocline_v1_NodeRoom, _thermocline_v1_NodeRoom__Output>
      Outcome: MessageTypeDefinition<_thermocline_v1_Outcome, _thermocline_v1_Outcome__Output>
      OutcomeState: EnumTypeDefinition
      PageExplanation: MessageTypeDefinition<_thermocline_v1_PageExplanation, _thermocline_v1_PageExplanation__Output>
      PageHistory: MessageTypeDefinition<_thermocline_v1_PageHistory, _thermocline_v1_PageHistory__Output>
      PageKind: EnumTypeDefinition
      PageName: MessageTypeDefinition<_thermocline_v1_PageName, _thermocline_v1_PageName__Output>
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      Plan: MessageTypeDefinition<_thermocline_v1_Plan, _thermocline_v1_Plan__Output>
      PlanGround: MessageTypeDefinition<_thermocline_v1_PlanGround, _thermocline_v1_PlanGround__Output>
      PlanRequest: MessageTypeDefinition<_thermocline_v1_PlanRequest, _thermocline_v1_PlanRequest__Output>
      /**
       * Plans, before and after they happen. Served by the brain.
       */
      PlanService: SubtypeConstructor<typeof grpc.Client, _thermocline_v1_PlanServiceClient> & { service: _thermocline_v1_PlanServiceDefinition }
      PlanState: EnumTypeDefinition
      PlanSummary: MessageTypeDefinition<_thermocline_v1_PlanSummary, _thermocline_v1_PlanSummary__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      Reason: MessageTypeDefinition<_thermocline_v1_Reason, _thermocline_v1_Reason__Output>
      RejectPlanRequest: MessageTypeDefinition<_thermocline_v1_RejectPlanRequest, _thermocline_v1_RejectPlanRequest__Output>
      RejectPlanResponse: MessageTypeDefinition<_thermocline_v1_RejectPlanResponse, _thermocline_v1_RejectPlanResponse__Output>
      RuleStep: MessageTypeDefinition<_thermocline_v1_RuleStep, _thermocline_v1_RuleStep__Output>
      RuleSummary: MessageTypeDefinition<_thermocline_v1_RuleSummary, _thermocline_v1_RuleSummary__Output>
      SignedPlan: MessageTypeDefinition<_thermocline_v1_SignedPlan, _thermocline_v1_SignedPlan__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      SpaceMoves: MessageTypeDefinition<_thermocline_v1_SpaceMoves, _thermocline_v1_SpaceMoves__Output>
      SpaceOutcome: MessageTypeDefinition<_thermocline_v1_SpaceOutcome, _thermocline_v1_SpaceOutcome__Output>
      SubRunResult: EnumTypeDefinition
      Totals: MessageTypeDefinition<_thermocline_v1_Totals, _thermocline_v1_Totals__Output>
      UndoRequest: MessageTypeDefinition<_thermocline_v1_UndoRequest, _thermocline_v1_UndoRequest__Output>
      UndoResponse: MessageTypeDefinition<_thermocline_v1_UndoResponse, _thermocline_v1_UndoResponse__Output>
      WatchPlansRequest: MessageTypeDefinition<_thermocline_v1_WatchPlansRequest, _thermocline_v1_WatchPlansRequest__Output>
      WatchPlansResponse: MessageTypeDefinition<_thermocline_v1_WatchPlansResponse, _thermocline_v1_WatchPlansResponse__Output>
    }
  }
}

