import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { BudgetNeeds as _thermocline_v1_BudgetNeeds, BudgetNeeds__Output as _thermocline_v1_BudgetNeeds__Output } from './thermocline/v1/BudgetNeeds.js';
import type { BudgetShares as _thermocline_v1_BudgetShares, BudgetShares__Output as _thermocline_v1_BudgetShares__Output } from './thermocline/v1/BudgetShares.js';
import type { HostNeed as _thermocline_v1_HostNeed, HostNeed__Output as _thermocline_v1_HostNeed__Output } from './thermocline/v1/HostNeed.js';
import type { HostShare as _thermocline_v1_HostShare, HostShare__Output as _thermocline_v1_HostShare__Output } from './thermocline/v1/HostShare.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      BudgetNeeds: MessageTypeDefinition<_thermocline_v1_BudgetNeeds, _thermocline_v1_BudgetNeeds__Output>
      BudgetShares: MessageTypeDefinition<_thermocline_v1_BudgetShares, _thermocline_v1_BudgetShares__Output>
      HostNeed: MessageTypeDefinition<_thermocline_v1_HostNeed, _thermocline_v1_HostNeed__Output>
      HostShare: MessageTypeDefinition<_thermocline_v1_HostShare, _thermocline_v1_HostShare__Output>
    }
  }
}

