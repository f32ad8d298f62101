import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Analysis as _thermocline_v1_Analysis, Analysis__Output as _thermocline_v1_Analysis__Output } from './thermocline/v1/Analysis.js';
import type { Rollout as _thermocline_v1_Rollout, Rollout__Output as _thermocline_v1_Rollout__Output } from './thermocline/v1/Rollout.js';
import type { RolloutStep as _thermocline_v1_RolloutStep, RolloutStep__Output as _thermocline_v1_RolloutStep__Output } from './thermocline/v1/RolloutStep.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Analysis: MessageTypeDefinition<_thermocline_v1_Analysis, _thermocline_v1_Analysis__Output>
      Rollout: MessageTypeDefinition<_thermocline_v1_Rollout, _thermocline_v1_Rollout__Output>
      RolloutPhase: EnumTypeDefinition
      RolloutStep: MessageTypeDefinition<_thermocline_v1_RolloutStep, _thermocline_v1_RolloutStep__Output>
      Verdict: EnumTypeDefinition
    }
  }
}

