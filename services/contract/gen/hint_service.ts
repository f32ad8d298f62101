import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ActivePolicy as _thermocline_v1_ActivePolicy, ActivePolicy__Output as _thermocline_v1_ActivePolicy__Output } from './thermocline/v1/ActivePolicy.js';
import type { AddHintRequest as _thermocline_v1_AddHintRequest, AddHintRequest__Output as _thermocline_v1_AddHintRequest__Output } from './thermocline/v1/AddHintRequest.js';
import type { AddHintResponse as _thermocline_v1_AddHintResponse, AddHintResponse__Output as _thermocline_v1_AddHintResponse__Output } from './thermocline/v1/AddHintResponse.js';
import type { Amount as _thermocline_v1_Amount, Amount__Output as _thermocline_v1_Amount__Output } from './thermocline/v1/Amount.js';
import type { Bounds as _thermocline_v1_Bounds, Bounds__Output as _thermocline_v1_Bounds__Output } from './thermocline/v1/Bounds.js';
import type { Budgets as _thermocline_v1_Budgets, Budgets__Output as _thermocline_v1_Budgets__Output } from './thermocline/v1/Budgets.js';
import type { CustomRule as _thermocline_v1_CustomRule, CustomRule__Output as _thermocline_v1_CustomRule__Output } from './thermocline/v1/CustomRule.js';
import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { Goals as _thermocline_v1_Goals, Goals__Output as _thermocline_v1_Goals__Output } from './thermocline/v1/Goals.js';
import type { Guards as _thermocline_v1_Guards, Guards__Output as _thermocline_v1_Guards__Output } from './thermocline/v1/Guards.js';
import type { Hint as _thermocline_v1_Hint, Hint__Output as _thermocline_v1_Hint__Output } from './thermocline/v1/Hint.js';
import type { HintServiceClient as _thermocline_v1_HintServiceClient, HintServiceDefinition as _thermocline_v1_HintServiceDefinition } from './thermocline/v1/HintService.js';
import type { HotWindows as _thermocline_v1_HotWindows, HotWindows__Output as _thermocline_v1_HotWindows__Output } from './thermocline/v1/HotWindows.js';
import type { LabelBudget as _thermocline_v1_LabelBudget, LabelBudget__Output as _thermocline_v1_LabelBudget__Output } from './thermocline/v1/LabelBudget.js';
import type { ListHintsRequest as _thermocline_v1_ListHintsRequest, ListHintsRequest__Output as _thermocline_v1_ListHintsRequest__Output } from './thermocline/v1/ListHintsRequest.js';
import type { ListHintsResponse as _thermocline_v1_ListHintsResponse, ListHintsResponse__Output as _thermocline_v1_ListHintsResponse__Output } from './thermocline/v1/ListHintsResponse.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { Payback as _thermocline_v1_Payback, Payback__Output as _thermocline_v1_Payback__Output } from './thermocline/v1/Payback.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { Policy as _thermocline_v1_Policy, Policy__Output as _thermocline_v1_Policy__Output } from './thermocline/v1/Policy.js';
import type { Prices as _thermocline_v1_Prices, Prices__Output as _thermocline_v1_Prices__Output } from './thermocline/v1/Prices.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { RemoveHintRequest as _thermocline_v1_RemoveHintRequest, RemoveHintRequest__Output as _thermocline_v1_RemoveHintRequest__Output } from './thermocline/v1/RemoveHintRequest.js';
import type { RemoveHintResponse as _thermocline_v1_RemoveHintResponse, RemoveHintResponse__Output as _thermocline_v1_RemoveHintResponse__Output } from './thermocline/v1/RemoveHintResponse.js';
import type { Selector as _thermocline_v1_Selector, Selector__Output as _thermocline_v1_Selector__Output } from './thermocline/v1/Selector.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { TierTarget as _thermocline_v1_TierTarget, TierTarget__Output as _thermocline_v1_TierTarget__Output } from './thermocline/v1/TierTarget.js';
import type { WorkloadClass as _thermocline_v1_WorkloadClass, WorkloadClass__Output as _thermocline_v1_WorkloadClass__Output } from './thermocline/v1/WorkloadClass.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      ActivePolicy: MessageTypeDefinition<_thermocline_v1_ActivePolicy, _thermocline_v1_ActivePolicy__Output>
      AddHintRequest: MessageTypeDefinition<_thermocline_v1_AddHintRequest, _thermocline_v1_AddHintRequest__Output>
      AddHintResponse: MessageTypeDefinition<_thermocline_v1_AddHintResponse, _thermocline_v1_AddHintResponse__Output>
      Amount: MessageTypeDefinition<_thermocline_v1_Amount, _thermocline_v1_Amount__Output>
      Bounds: MessageTypeDefinition<_thermocline_v1_Bounds, _thermocline_v1_Bounds__Output>
      Budgets: MessageTypeDefinition<_thermocline_v1_Budgets, _thermocline_v1_Budgets__Output>
      CustomRule: MessageTypeDefinition<_thermocline_v1_CustomRule, _thermocline_v1_CustomRule__Output>
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      Goals: MessageTypeDefinition<_thermocline_v1_Goals, _thermocline_v1_Goals__Output>
      Guards: MessageTypeDefinition<_thermocline_v1_Guards, _thermocline_v1_Guards__Output>
      Hint: MessageTypeDefinition<_thermocline_v1_Hint, _thermocline_v1_Hint__Output>
      HintKind: EnumTypeDefinition
      /**
       * Hints of applications and people. Served by the brain.
       */
      HintService: SubtypeConstructor<typeof grpc.Client, _thermocline_v1_HintServiceClient> & { service: _thermocline_v1_HintServiceDefinition }
      HotWindows: MessageTypeDefinition<_thermocline_v1_HotWindows, _thermocline_v1_HotWindows__Output>
      LabelBudget: MessageTypeDefinition<_thermocline_v1_LabelBudget, _thermocline_v1_LabelBudget__Output>
      ListHintsRequest: MessageTypeDefinition<_thermocline_v1_ListHintsRequest, _thermocline_v1_ListHintsRequest__Output>
      ListHintsResponse: MessageTypeDefinition<_thermocline_v1_ListHintsResponse, _thermocline_v1_ListHintsResponse__Output>
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      Payback: MessageTypeDefinition<_thermocline_v1_Payback, _thermocline_v1_Payback__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      Policy: MessageTypeDefinition<_thermocline_v1_Policy, _thermocline_v1_Policy__Output>
      Prices: MessageTypeDefinition<_thermocline_v1_Prices, _thermocline_v1_Prices__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      RemoveHintRequest: MessageTypeDefinition<_thermocline_v1_RemoveHintRequest, _thermocline_v1_RemoveHintRequest__Output>
      RemoveHintResponse: MessageTypeDefinition<_thermocline_v1_RemoveHintResponse, _thermocline_v1_RemoveHintResponse__Output>
      Selector: MessageTypeDefinition<_thermocline_v1_Selector, _thermocline_v1_Selector__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      TierTarget: MessageTypeDefinition<_thermocline_v1_TierTarget, _thermocline_v1_TierTarget__Output>
      WorkloadClass: MessageTypeDefinition<_thermocline_v1_WorkloadClass, _thermocline_v1_WorkloadClass__Output>
    }
  }
}

