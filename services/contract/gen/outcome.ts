import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { Outcome as _thermocline_v1_Outcome, Outcome__Output as _thermocline_v1_Outcome__Output } from './thermocline/v1/Outcome.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { SpaceOutcome as _thermocline_v1_SpaceOutcome, SpaceOutcome__Output as _thermocline_v1_SpaceOutcome__Output } from './thermocline/v1/SpaceOutcome.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from './thermocline/v1/Totals.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      Outcome: MessageTypeDefinition<_thermocline_v1_Outcome, _thermocline_v1_Outcome__Output>
      OutcomeState: EnumTypeDefinition
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      SpaceOutcome: MessageTypeDefinition<_thermocline_v1_SpaceOutcome, _thermocline_v1_SpaceOutcome__Output>
      SubRunResult: EnumTypeDefinition
      Totals: MessageTypeDefinition<_thermocline_v1_Totals, _thermocline_v1_Totals__Output>
    }
  }
}

