import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AddHintRequest as _thermocline_v1_AddHintRequest, AddHintRequest__Output as _thermocline_v1_AddHintRequest__Output } from './thermocline/v1/AddHintRequest.js';
import type { AddHintResponse as _thermocline_v1_AddHintResponse, AddHintResponse__Output as _thermocline_v1_AddHintResponse__Output } from './thermocline/v1/AddHintResponse.js';
import type { Budgets as _thermocline_v1_Budgets, Budgets__Output as _thermocline_v1_Budgets__Output } from './thermocline/v1/Budgets.js';
import type { Guards as _thermocline_v1_Guards, Guards__Output as _thermocline_v1_Guards__Output } from './thermocline/v1/Guards.js';
import type { Hint as _thermocline_v1_Hint, Hint__Output as _thermocline_v1_Hint__Output } from './thermocline/v1/Hint.js';
import type { HintServiceClient as _thermocline_v1_HintServiceClient, HintServiceDefinition as _thermocline_v1_HintServiceDefinition } from './thermocline/v1/HintService.js';
import type { ListHintsRequest as _thermocline_v1_ListHintsRequest, ListHintsRequest__Output as _thermocline_v1_ListHintsRequest__Output } from './thermocline/v1/ListHintsRequest.js';
import type { ListHintsResponse as _thermocline_v1_ListHintsResponse, ListHintsResponse__Output as _thermocline_v1_ListHintsResponse__Output } from './thermocline/v1/ListHintsResponse.js';
import type { Policy as _thermocline_v1_Policy, Policy__Output as _thermocline_v1_Policy__Output } from './thermocline/v1/Policy.js';
import type { RemoveHintRequest as _thermocline_v1_RemoveHintRequest, RemoveHintRequest__Output as _thermocline_v1_RemoveHintRequest__Output } from './thermocline/v1/RemoveHintRequest.js';
import type { RemoveHintResponse as _thermocline_v1_RemoveHintResponse, RemoveHintResponse__Output as _thermocline_v1_RemoveHintResponse__Output } from './thermocline/v1/RemoveHintResponse.js';
import type { Selector as _thermocline_v1_Selector, Selector__Output as _thermocline_v1_Selector__Output } from './thermocline/v1/Selector.js';
import type { TierTarget as _thermocline_v1_TierTarget, TierTarget__Output as _thermocline_v1_TierTarget__Output } from './thermocline/v1/TierTarget.js';
import type { WorkloadClass as _thermocline_v1_WorkloadClass, WorkloadClass__Output as _thermocline_v1_WorkloadClass__Output } from './thermocline/v1/WorkloadClass.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      AddHintRequest: MessageTypeDefinition<_thermocline_v1_AddHintRequest, _thermocline_v1_AddHintRequest__Output>
      AddHintResponse: MessageTypeDefinition<_thermocline_v1_AddHintResponse, _thermocline_v1_AddHintResponse__Output>
      Budgets: MessageTypeDefinition<_thermocline_v1_Budgets, _thermocline_v1_Budgets__Output>
      Guards: MessageTypeDefinition<_thermocline_v1_Guards, _thermocline_v1_Guards__Output>
      Hint: MessageTypeDefinition<_thermocline_v1_Hint, _thermocline_v1_Hint__Output>
      HintKind: EnumTypeDefinition
      /**
       * Hints of applications and people. Served by the brain.
       */
      HintService: SubtypeConstructor<typeof grpc.Client, _thermocline_v1_HintServiceClient> & { service: _thermocline_v1_HintServiceDefinition }
      ListHintsRequest: MessageTypeDefinition<_thermocline_v1_ListHintsRequest, _thermocline_v1_ListHintsRequest__Output>
      ListHintsResponse: MessageTypeDefinition<_thermocline_v1_ListHintsResponse, _thermocline_v1_ListHintsResponse__Output>
      Policy: MessageTypeDefinition<_thermocline_v1_Policy, _thermocline_v1_Policy__Output>
      RemoveHintRequest: MessageTypeDefinition<_thermocline_v1_RemoveHintRequest, _thermocline_v1_RemoveHintRequest__Output>
      RemoveHintResponse: MessageTypeDefinition<_thermocline_v1_RemoveHintResponse, _thermocline_v1_RemoveHintResponse__Output>
      Selector: MessageTypeDefinition<_thermocline_v1_Selector, _thermocline_v1_Selector__Output>
      TierTarget: MessageTypeDefinition<_thermocline_v1_TierTarget, _thermocline_v1_TierTarget__Output>
      WorkloadClass: MessageTypeDefinition<_thermocline_v1_WorkloadClass, _thermocline_v1_WorkloadClass__Output>
    }
  }
}

