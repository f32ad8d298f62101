import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CgroupNuma as _thermocline_v1_CgroupNuma, CgroupNuma__Output as _thermocline_v1_CgroupNuma__Output } from './thermocline/v1/CgroupNuma.js';
import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from './thermocline/v1/HostFacts.js';
import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from './thermocline/v1/Limitation.js';
import type { NodeBytes as _thermocline_v1_NodeBytes, NodeBytes__Output as _thermocline_v1_NodeBytes__Output } from './thermocline/v1/NodeBytes.js';
import type { NodeFacts as _thermocline_v1_NodeFacts, NodeFacts__Output as _thermocline_v1_NodeFacts__Output } from './thermocline/v1/NodeFacts.js';
import type { OwnCost as _thermocline_v1_OwnCost, OwnCost__Output as _thermocline_v1_OwnCost__Output } from './thermocline/v1/OwnCost.js';
import type { Pressure as _thermocline_v1_Pressure, Pressure__Output as _thermocline_v1_Pressure__Output } from './thermocline/v1/Pressure.js';
import type { TierFacts as _thermocline_v1_TierFacts, TierFacts__Output as _thermocline_v1_TierFacts__Output } from './thermocline/v1/TierFacts.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      CgroupNuma: MessageTypeDefinition<_thermocline_v1_CgroupNuma, _thermocline_v1_CgroupNuma__Output>
      HostFacts: MessageTypeDefinition<_thermocline_v1_HostFacts, _thermocline_v1_HostFacts__Output>
      Limitation: MessageTypeDefinition<_thermocline_v1_Limitation, _thermocline_v1_Limitation__Output>
      NodeBytes: MessageTypeDefinition<_thermocline_v1_NodeBytes, _thermocline_v1_NodeBytes__Output>
      NodeFacts: MessageTypeDefinition<_thermocline_v1_NodeFacts, _thermocline_v1_NodeFacts__Output>
      OwnCost: MessageTypeDefinition<_thermocline_v1_OwnCost, _thermocline_v1_OwnCost__Output>
      Pressure: MessageTypeDefinition<_thermocline_v1_Pressure, _thermocline_v1_Pressure__Output>
      TierFacts: MessageTypeDefinition<_thermocline_v1_TierFacts, _thermocline_v1_TierFacts__Output>
    }
  }
}

