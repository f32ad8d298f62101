import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AccessBatch as _thermocline_v1_AccessBatch, AccessBatch__Output as _thermocline_v1_AccessBatch__Output } from './thermocline/v1/AccessBatch.js';
import type { CgroupNuma as _thermocline_v1_CgroupNuma, CgroupNuma__Output as _thermocline_v1_CgroupNuma__Output } from './thermocline/v1/CgroupNuma.js';
import type { Coverage as _thermocline_v1_Coverage, Coverage__Output as _thermocline_v1_Coverage__Output } from './thermocline/v1/Coverage.js';
import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from './thermocline/v1/HostFacts.js';
import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from './thermocline/v1/Limitation.js';
import type { NodeBytes as _thermocline_v1_NodeBytes, NodeBytes__Output as _thermocline_v1_NodeBytes__Output } from './thermocline/v1/NodeBytes.js';
import type { NodeFacts as _thermocline_v1_NodeFacts, NodeFacts__Output as _thermocline_v1_NodeFacts__Output } from './thermocline/v1/NodeFacts.js';
import type { OwnCost as _thermocline_v1_OwnCost, OwnCost__Output as _thermocline_v1_OwnCost__Output } from './thermocline/v1/OwnCost.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { Pressure as _thermocline_v1_Pressure, Pressure__Output as _thermocline_v1_Pressure__Output } from './thermocline/v1/Pressure.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { RunColumns as _thermocline_v1_RunColumns, RunColumns__Output as _thermocline_v1_RunColumns__Output } from './thermocline/v1/RunColumns.js';
import type { SpaceAccess as _thermocline_v1_SpaceAccess, SpaceAccess__Output as _thermocline_v1_SpaceAccess__Output } from './thermocline/v1/SpaceAccess.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { TierFacts as _thermocline_v1_TierFacts, TierFacts__Output as _thermocline_v1_TierFacts__Output } from './thermocline/v1/TierFacts.js';
import type { Window as _thermocline_v1_Window, Window__Output as _thermocline_v1_Window__Output } from './thermocline/v1/Window.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      AccessBatch: MessageTypeDefinition<_thermocline_v1_AccessBatch, _thermocline_v1_AccessBatch__Output>
      CgroupNuma: MessageTypeDefinition<_thermocline_v1_CgroupNuma, _thermocline_v1_CgroupNuma__Output>
      ColumnEncoding: EnumTypeDefinition
      Coverage: MessageTypeDefinition<_thermocline_v1_Coverage, _thermocline_v1_Coverage__Output>
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      HostFacts: MessageTypeDefinition<_thermocline_v1_HostFacts, _thermocline_v1_HostFacts__Output>
      Limitation: MessageTypeDefinition<_thermocline_v1_Limitation, _thermocline_v1_Limitation__Output>
      NodeBytes: MessageTypeDefinition<_thermocline_v1_NodeBytes, _thermocline_v1_NodeBytes__Output>
      NodeFacts: MessageTypeDefinition<_thermocline_v1_NodeFacts, _thermocline_v1_NodeFacts__Output>
      OwnCost: MessageTypeDefinition<_thermocline_v1_OwnCost, _thermocline_v1_OwnCost__Output>
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      Pressure: MessageTypeDefinition<_thermocline_v1_Pressure, _thermocline_v1_Pressure__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      RunColumns: MessageTypeDefinition<_thermocline_v1_RunColumns, _thermocline_v1_RunColumns__Output>
      SpaceAccess: MessageTypeDefinition<_thermocline_v1_SpaceAccess, _thermocline_v1_SpaceAccess__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      TierFacts: MessageTypeDefinition<_thermocline_v1_TierFacts, _thermocline_v1_TierFacts__Output>
      Window: MessageTypeDefinition<_thermocline_v1_Window, _thermocline_v1_Window__Output>
    }
  }
}

