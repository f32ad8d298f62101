import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Control as _thermocline_v1_Control, Control__Output as _thermocline_v1_Control__Output } from './thermocline/v1/Control.js';
import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { Limits as _thermocline_v1_Limits, Limits__Output as _thermocline_v1_Limits__Output } from './thermocline/v1/Limits.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { SignedControl as _thermocline_v1_SignedControl, SignedControl__Output as _thermocline_v1_SignedControl__Output } from './thermocline/v1/SignedControl.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { WithdrawnRevision as _thermocline_v1_WithdrawnRevision, WithdrawnRevision__Output as _thermocline_v1_WithdrawnRevision__Output } from './thermocline/v1/WithdrawnRevision.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Control: MessageTypeDefinition<_thermocline_v1_Control, _thermocline_v1_Control__Output>
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      Limits: MessageTypeDefinition<_thermocline_v1_Limits, _thermocline_v1_Limits__Output>
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      SignedControl: MessageTypeDefinition<_thermocline_v1_SignedControl, _thermocline_v1_SignedControl__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      WithdrawnRevision: MessageTypeDefinition<_thermocline_v1_WithdrawnRevision, _thermocline_v1_WithdrawnRevision__Output>
    }
  }
}

