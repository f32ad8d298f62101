import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { NodeRoom as _thermocline_v1_NodeRoom, NodeRoom__Output as _thermocline_v1_NodeRoom__Output } from './thermocline/v1/NodeRoom.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { Plan as _thermocline_v1_Plan, Plan__Output as _thermocline_v1_Plan__Output } from './thermocline/v1/Plan.js';
import type { PlanGround as _thermocline_v1_PlanGround, PlanGround__Output as _thermocline_v1_PlanGround__Output } from './thermocline/v1/PlanGround.js';
import type { PlanRequest as _thermocline_v1_PlanRequest, PlanRequest__Output as _thermocline_v1_PlanRequest__Output } from './thermocline/v1/PlanRequest.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { Reason as _thermocline_v1_Reason, Reason__Output as _thermocline_v1_Reason__Output } from './thermocline/v1/Reason.js';
import type { SignedPlan as _thermocline_v1_SignedPlan, SignedPlan__Output as _thermocline_v1_SignedPlan__Output } from './thermocline/v1/SignedPlan.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { SpaceMoves as _thermocline_v1_SpaceMoves, SpaceMoves__Output as _thermocline_v1_SpaceMoves__Output } from './thermocline/v1/SpaceMoves.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Advice: EnumTypeDefinition
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      MoverKind: EnumTypeDefinition
      NodeRoom: MessageTypeDefinition<_thermocline_v1_NodeRoom, _thermocline_v1_NodeRoom__Output>
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      Plan: MessageTypeDefinition<_thermocline_v1_Plan, _thermocline_v1_Plan__Output>
      PlanGround: MessageTypeDefinition<_thermocline_v1_PlanGround, _thermocline_v1_PlanGround__Output>
      PlanRequest: MessageTypeDefinition<_thermocline_v1_PlanRequest, _thermocline_v1_PlanRequest__Output>
      PlanState: EnumTypeDefinition
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      Reason: MessageTypeDefinition<_thermocline_v1_Reason, _thermocline_v1_Reason__Output>
      SignedPlan: MessageTypeDefinition<_thermocline_v1_SignedPlan, _thermocline_v1_SignedPlan__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      SpaceMoves: MessageTypeDefinition<_thermocline_v1_SpaceMoves, _thermocline_v1_SpaceMoves__Output>
    }
  }
}

