import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { DeadLetter as _thermocline_v1_DeadLetter, DeadLetter__Output as _thermocline_v1_DeadLetter__Output } from './thermocline/v1/DeadLetter.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      DeadLetter: MessageTypeDefinition<_thermocline_v1_DeadLetter, _thermocline_v1_DeadLetter__Output>
    }
  }
}

