import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ActuatorServiceClient as _thermocline_v1_ActuatorServiceClient, ActuatorServiceDefinition as _thermocline_v1_ActuatorServiceDefinition } from './thermocline/v1/ActuatorService.js';
import type { CgroupNuma as _thermocline_v1_CgroupNuma, CgroupNuma__Output as _thermocline_v1_CgroupNuma__Output } from './thermocline/v1/CgroupNuma.js';
import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { GetActuatorStatusRequest as _thermocline_v1_GetActuatorStatusRequest, GetActuatorStatusRequest__Output as _thermocline_v1_GetActuatorStatusRequest__Output } from './thermocline/v1/GetActuatorStatusRequest.js';
import type { GetActuatorStatusResponse as _thermocline_v1_GetActuatorStatusResponse, GetActuatorStatusResponse__Output as _thermocline_v1_GetActuatorStatusResponse__Output } from './thermocline/v1/GetActuatorStatusResponse.js';
import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from './thermocline/v1/HostFacts.js';
import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from './thermocline/v1/Limitation.js';
import type { NodeBytes as _thermocline_v1_NodeBytes, NodeBytes__Output as _thermocline_v1_NodeBytes__Output } from './thermocline/v1/NodeBytes.js';
import type { NodeFacts as _thermocline_v1_NodeFacts, NodeFacts__Output as _thermocline_v1_NodeFacts__Output } from './thermocline/v1/NodeFacts.js';
import type { Outcome as _thermocline_v1_Outcome, Outcome__Output as _thermocline_v1_Outcome__Output } from './thermocline/v1/Outcome.js';
import type { OwnCost as _thermocline_v1_OwnCost, OwnCost__Output as _thermocline_v1_OwnCost__Output } from './thermocline/v1/OwnCost.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { Pressure as _thermocline_v1_Pressure, Pressure__Output as _thermocline_v1_Pressure__Output } from './thermocline/v1/Pressure.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { SpaceOutcome as _thermocline_v1_SpaceOutcome, SpaceOutcome__Output as _thermocline_v1_SpaceOutcome__Output } from './thermocline/v1/SpaceOutcome.js';
import type { TierFacts as _thermocline_v1_TierFacts, TierFacts__Output as _thermocline_v1_TierFacts__Output } from './thermocline/v1/TierFacts.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from './thermocline/v1/Totals.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      /**
       * What one actuator does. Served by the actuator.
       */
      ActuatorService: SubtypeConstructor<typeof grpc.Client, _thermocline_v1_ActuatorServiceClient> & { service: _thermocline_v1_ActuatorServiceDefinition }
      CgroupNuma: MessageTypeDefinition<_thermocline_v1_CgroupNuma, _thermocline_v1_CgroupNuma__Output>
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      GetActuatorStatusRequest: MessageTypeDefinition<_thermocline_v1_GetActuatorStatusRequest, _thermocline_v1_GetActuatorStatusRequest__Output>
      GetActuatorStatusResponse: MessageTypeDefinition<_thermocline_v1_GetActuatorStatusResponse, _thermocline_v1_GetActuatorStatusResponse__Output>
      HostFacts: MessageTypeDefinition<_thermocline_v1_HostFacts, _thermocline_v1_HostFacts__Output>
      Limitation: MessageTypeDefinition<_thermocline_v1_Limitation, _thermocline_v1_Limitation__Output>
      NodeBytes: MessageTypeDefinition<_thermocline_v1_NodeBytes, _thermocline_v1_NodeBytes__Output>
      NodeFacts: MessageTypeDefinition<_thermocline_v1_NodeFacts, _thermocline_v1_NodeFacts__Output>
      Outcome: MessageTypeDefinition<_thermocline_v1_Outcome, _thermocline_v1_Outcome__Output>
      OutcomeState: EnumTypeDefinition
      OwnCost: MessageTypeDefinition<_thermocline_v1_OwnCost, _thermocline_v1_OwnCost__Output>
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      Pressure: MessageTypeDefinition<_thermocline_v1_Pressure, _thermocline_v1_Pressure__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      SpaceOutcome: MessageTypeDefinition<_thermocline_v1_SpaceOutcome, _thermocline_v1_SpaceOutcome__Output>
      SubRunResult: EnumTypeDefinition
      TierFacts: MessageTypeDefinition<_thermocline_v1_TierFacts, _thermocline_v1_TierFacts__Output>
      Totals: MessageTypeDefinition<_thermocline_v1_Totals, _thermocline_v1_Totals__Output>
    }
  }
}

