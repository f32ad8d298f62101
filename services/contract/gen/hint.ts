import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Budgets as _thermocline_v1_Budgets, Budgets__Output as _thermocline_v1_Budgets__Output } from './thermocline/v1/Budgets.js';
import type { Guards as _thermocline_v1_Guards, Guards__Output as _thermocline_v1_Guards__Output } from './thermocline/v1/Guards.js';
import type { Hint as _thermocline_v1_Hint, Hint__Output as _thermocline_v1_Hint__Output } from './thermocline/v1/Hint.js';
import type { Policy as _thermocline_v1_Policy, Policy__Output as _thermocline_v1_Policy__Output } from './thermocline/v1/Policy.js';
import type { Selector as _thermocline_v1_Selector, Selector__Output as _thermocline_v1_Selector__Output } from './thermocline/v1/Selector.js';
import type { TierTarget as _thermocline_v1_TierTarget, TierTarget__Output as _thermocline_v1_TierTarget__Output } from './thermocline/v1/TierTarget.js';
import type { WorkloadClass as _thermocline_v1_WorkloadClass, WorkloadClass__Output as _thermocline_v1_WorkloadClass__Output } from './thermocline/v1/WorkloadClass.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Budgets: MessageTypeDefinition<_thermocline_v1_Budgets, _thermocline_v1_Budgets__Output>
      Guards: MessageTypeDefinition<_thermocline_v1_Guards, _thermocline_v1_Guards__Output>
      Hint: MessageTypeDefinition<_thermocline_v1_Hint, _thermocline_v1_Hint__Output>
      HintKind: EnumTypeDefinition
      Policy: MessageTypeDefinition<_thermocline_v1_Policy, _thermocline_v1_Policy__Output>
      Selector: MessageTypeDefinition<_thermocline_v1_Selector, _thermocline_v1_Selector__Output>
      TierTarget: MessageTypeDefinition<_thermocline_v1_TierTarget, _thermocline_v1_TierTarget__Output>
      WorkloadClass: MessageTypeDefinition<_thermocline_v1_WorkloadClass, _thermocline_v1_WorkloadClass__Output>
    }
  }
}

