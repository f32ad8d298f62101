import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Lease as _thermocline_v1_Lease, Lease__Output as _thermocline_v1_Lease__Output } from './thermocline/v1/Lease.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Lease: MessageTypeDefinition<_thermocline_v1_Lease, _thermocline_v1_Lease__Output>
    }
  }
}

