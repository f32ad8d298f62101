import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ActuatorServiceClient as _thermocline_v1_ActuatorServiceClient, ActuatorServiceDefinition as _thermocline_v1_ActuatorServiceDefinition } from './thermocline/v1/ActuatorService.js';
import type { CgroupNuma as _thermocline_v1_CgroupNuma, CgroupNuma__Output as _thermocline_v1_CgroupNuma__Output } from './thermocline/v1/CgroupNuma.js';
import type { Control as _thermocline_v1_Control, Control__Output as _thermocline_v1_Control__Output } from './thermocline/v1/Control.js';
import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from './thermocline/v1/Envelope.js';
import type { Execution as _thermocline_v1_Execution, Execution__Output as _thermocline_v1_Execution__Output } from './thermocline/v1/Execution.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from './thermocline/v1/FileSpace.js';
import type { GetActuatorStatusRequest as _thermocline_v1_GetActuatorStatusRequest, GetActuatorStatusRequest__Output as _thermocline_v1_GetActuatorStatusRequest__Output } from './thermocline/v1/GetActuatorStatusRequest.js';
import type { GetActuatorStatusResponse as _thermocline_v1_GetActuatorStatusResponse, GetActuatorStatusResponse__Output as _thermocline_v1_GetActuatorStatusResponse__Output } from './thermocline/v1/GetActuatorStatusResponse.js';
import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from './thermocline/v1/HostFacts.js';
import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from './thermocline/v1/Limitation.js';
import type { Limits as _thermocline_v1_Limits, Limits__Output as _thermocline_v1_Limits__Output } from './thermocline/v1/Limits.js';
import type { ListExecutionsRequest as _thermocline_v1_ListExecutionsRequest, ListExecutionsRequest__Output as _thermocline_v1_ListExecutionsRequest__Output } from './thermocline/v1/ListExecutionsRequest.js';
import type { ListExecutionsResponse as _thermocline_v1_ListExecutionsResponse, ListExecutionsResponse__Output as _thermocline_v1_ListExecutionsResponse__Output } from './thermocline/v1/ListExecutionsResponse.js';
import type { LocalControl as _thermocline_v1_LocalControl, LocalControl__Output as _thermocline_v1_LocalControl__Output } from './thermocline/v1/LocalControl.js';
import type { MoverStatus as _thermocline_v1_MoverStatus, MoverStatus__Output as _thermocline_v1_MoverStatus__Output } from './thermocline/v1/MoverStatus.js';
import type { NodeBytes as _thermocline_v1_NodeBytes, NodeBytes__Output as _thermocline_v1_NodeBytes__Output } from './thermocline/v1/NodeBytes.js';
import type { NodeFacts as _thermocline_v1_NodeFacts, NodeFacts__Output as _thermocline_v1_NodeFacts__Output } from './thermocline/v1/NodeFacts.js';
import type { Outcome as _thermocline_v1_Outcome, Outcome__Output as _thermocline_v1_Outcome__Output } from './thermocline/v1/Outcome.js';
import type { OwnCost as _thermocline_v1_OwnCost, OwnCost__Output as _thermocline_v1_OwnCost__Output } from './thermocline/v1/OwnCost.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from './thermocline/v1/PageRanges.js';
import type { PairStatus as _thermocline_v1_PairStatus, PairStatus__Output as _thermocline_v1_PairStatus__Output } from './thermocline/v1/PairStatus.js';
import type { PauseRequest as _thermocline_v1_PauseRequest, PauseRequest__Output as _thermocline_v1_PauseRequest__Output } from './thermocline/v1/PauseRequest.js';
import type { PauseResponse as _thermocline_v1_PauseResponse, PauseResponse__Output as _thermocline_v1_PauseResponse__Output } from './thermocline/v1/PauseResponse.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from './thermocline/v1/PhysicalSpace.js';
import type { Pressure as _thermocline_v1_Pressure, Pressure__Output as _thermocline_v1_Pressure__Output } from './thermocline/v1/Pressure.js';
import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from './thermocline/v1/ProcessSpace.js';
import type { ResumeRequest as _thermocline_v1_ResumeRequest, ResumeRequest__Output as _thermocline_v1_ResumeRequest__Output } from './thermocline/v1/ResumeRequest.js';
import type { ResumeResponse as _thermocline_v1_ResumeResponse, ResumeResponse__Output as _thermocline_v1_ResumeResponse__Output } from './thermocline/v1/ResumeResponse.js';
import type { SafetyNetStatus as _thermocline_v1_SafetyNetStatus, SafetyNetStatus__Output as _thermocline_v1_SafetyNetStatus__Output } from './thermocline/v1/SafetyNetStatus.js';
import type { SetDryRunRequest as _thermocline_v1_SetDryRunRequest, SetDryRunRequest__Output as _thermocline_v1_SetDryRunRequest__Output } from './thermocline/v1/SetDryRunRequest.js';
import type { SetDryRunResponse as _thermocline_v1_SetDryRunResponse, SetDryRunResponse__Output as _thermocline_v1_SetDryRunResponse__Output } from './thermocline/v1/SetDryRunResponse.js';
import type { SetLimitsRequest as _thermocline_v1_SetLimitsRequest, SetLimitsRequest__Output as _thermocline_v1_SetLimitsRequest__Output } from './thermocline/v1/SetLimitsRequest.js';
import type { SetLimitsResponse as _thermocline_v1_SetLimitsResponse, SetLimitsResponse__Output as _thermocline_v1_SetLimitsResponse__Output } from './thermocline/v1/SetLimitsResponse.js';
import type { SignedControl as _thermocline_v1_SignedControl, SignedControl__Output as _thermocline_v1_SignedControl__Output } from './thermocline/v1/SignedControl.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from './thermocline/v1/SpaceKey.js';
import type { SpaceOutcome as _thermocline_v1_SpaceOutcome, SpaceOutcome__Output as _thermocline_v1_SpaceOutcome__Output } from './thermocline/v1/SpaceOutcome.js';
import type { StopRequest as _thermocline_v1_StopRequest, StopRequest__Output as _thermocline_v1_StopRequest__Output } from './thermocline/v1/StopRequest.js';
import type { StopResponse as _thermocline_v1_StopResponse, StopResponse__Output as _thermocline_v1_StopResponse__Output } from './thermocline/v1/StopResponse.js';
import type { TierFacts as _thermocline_v1_TierFacts, TierFacts__Output as _thermocline_v1_TierFacts__Output } from './thermocline/v1/TierFacts.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from './thermocline/v1/Totals.js';
import type { WatchExecutionsRequest as _thermocline_v1_WatchExecutionsRequest, WatchExecutionsRequest__Output as _thermocline_v1_WatchExecutionsRequest__Output } from './thermocline/v1/WatchExecutionsRequest.js';
import type { WatchExecutionsResponse as _thermocline_v1_WatchExecutionsResponse, WatchExecutionsResponse__Output as _thermocline_v1_WatchExecutionsResponse__Output } from './thermocline/v1/WatchExecutionsResponse.js';
import type { WithdrawnRevision as _thermocline_v1_WithdrawnRevision, WithdrawnRevision__Output as _thermocline_v1_WithdrawnRevision__Output } from './thermocline/v1/WithdrawnRevision.js';

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
      Control: MessageTypeDefinition<_thermocline_v1_Control, _thermocline_v1_Control__Output>
      Direction: EnumTypeDefinition
      Envelope: MessageTypeDefinition<_thermocline_v1_Envelope, _thermocline_v1_Envelope__Output>
      Execution: MessageTypeDefinition<_thermocline_v1_Execution, _thermocline_v1_Execution__Output>
      ExecutionState: EnumTypeDefinition
      FileSpace: MessageTypeDefinition<_thermocline_v1_FileSpace, _thermocline_v1_FileSpace__Output>
      GetActuatorStatusRequest: MessageTypeDefinition<_thermocline_v1_GetActuatorStatusRequest, _thermocline_v1_GetActuatorStatusRequest__Output>
      GetActuatorStatusResponse: MessageTypeDefinition<_thermocline_v1_GetActuatorStatusResponse, _thermocline_v1_GetActuatorStatusResponse__Output>
      HostFacts: MessageTypeDefinition<_thermocline_v1_HostFacts, _thermocline_v1_HostFacts__Output>
      Limitation: MessageTypeDefinition<_thermocline_v1_Limitation, _thermocline_v1_Limitation__Output>
      Limits: MessageTypeDefinition<_thermocline_v1_Limits, _thermocline_v1_Limits__Output>
      ListExecutionsRequest: MessageTypeDefinition<_thermocline_v1_ListExecutionsRequest, _thermocline_v1_ListExecutionsRequest__Output>
      ListExecutionsResponse: MessageTypeDefinition<_thermocline_v1_ListExecutionsResponse, _thermocline_v1_ListExecutionsResponse__Output>
      LocalControl: MessageTypeDefinition<_thermocline_v1_LocalControl, _thermocline_v1_LocalControl__Output>
      MoverStatus: MessageTypeDefinition<_thermocline_v1_MoverStatus, _thermocline_v1_MoverStatus__Output>
      NodeBytes: MessageTypeDefinition<_thermocline_v1_NodeBytes, _thermocline_v1_NodeBytes__Output>
      NodeFacts: MessageTypeDefinition<_thermocline_v1_NodeFacts, _thermocline_v1_NodeFacts__Output>
      Outcome: MessageTypeDefinition<_thermocline_v1_Outcome, _thermocline_v1_Outcome__Output>
      OutcomeState: EnumTypeDefinition
      OwnCost: MessageTypeDefinition<_thermocline_v1_OwnCost, _thermocline_v1_OwnCost__Output>
      PageKind: EnumTypeDefinition
      PageRanges: MessageTypeDefinition<_thermocline_v1_PageRanges, _thermocline_v1_PageRanges__Output>
      PairStatus: MessageTypeDefinition<_thermocline_v1_PairStatus, _thermocline_v1_PairStatus__Output>
      PauseRequest: MessageTypeDefinition<_thermocline_v1_PauseRequest, _thermocline_v1_PauseRequest__Output>
      PauseResponse: MessageTypeDefinition<_thermocline_v1_PauseResponse, _thermocline_v1_PauseResponse__Output>
      PhysicalSpace: MessageTypeDefinition<_thermocline_v1_PhysicalSpace, _thermocline_v1_PhysicalSpace__Output>
      Pressure: MessageTypeDefinition<_thermocline_v1_Pressure, _thermocline_v1_Pressure__Output>
      ProcessSpace: MessageTypeDefinition<_thermocline_v1_ProcessSpace, _thermocline_v1_ProcessSpace__Output>
      ResumeRequest: MessageTypeDefinition<_thermocline_v1_ResumeRequest, _thermocline_v1_ResumeRequest__Output>
      ResumeResponse: MessageTypeDefinition<_thermocline_v1_ResumeResponse, _thermocline_v1_ResumeResponse__Output>
      SafetyNetStatus: MessageTypeDefinition<_thermocline_v1_SafetyNetStatus, _thermocline_v1_SafetyNetStatus__Output>
      SetDryRunRequest: MessageTypeDefinition<_thermocline_v1_SetDryRunRequest, _thermocline_v1_SetDryRunRequest__Output>
      SetDryRunResponse: MessageTypeDefinition<_thermocline_v1_SetDryRunResponse, _thermocline_v1_SetDryRunResponse__Output>
      SetLimitsRequest: MessageTypeDefinition<_thermocline_v1_SetLimitsRequest, _thermocline_v1_SetLimitsRequest__Output>
      SetLimitsResponse: MessageTypeDefinition<_thermocline_v1_SetLimitsResponse, _thermocline_v1_SetLimitsResponse__Output>
      SignedControl: MessageTypeDefinition<_thermocline_v1_SignedControl, _thermocline_v1_SignedControl__Output>
      SpaceKey: MessageTypeDefinition<_thermocline_v1_SpaceKey, _thermocline_v1_SpaceKey__Output>
      SpaceOutcome: MessageTypeDefinition<_thermocline_v1_SpaceOutcome, _thermocline_v1_SpaceOutcome__Output>
      StopRequest: MessageTypeDefinition<_thermocline_v1_StopRequest, _thermocline_v1_StopRequest__Output>
      StopResponse: MessageTypeDefinition<_thermocline_v1_StopResponse, _thermocline_v1_StopResponse__Output>
      SubRunResult: EnumTypeDefinition
      TierFacts: MessageTypeDefinition<_thermocline_v1_TierFacts, _thermocline_v1_TierFacts__Output>
      Totals: MessageTypeDefinition<_thermocline_v1_Totals, _thermocline_v1_Totals__Output>
      WatchExecutionsRequest: MessageTypeDefinition<_thermocline_v1_WatchExecutionsRequest, _thermocline_v1_WatchExecutionsRequest__Output>
      WatchExecutionsResponse: MessageTypeDefinition<_thermocline_v1_WatchExecutionsResponse, _thermocline_v1_WatchExecutionsResponse__Output>
      WithdrawnRevision: MessageTypeDefinition<_thermocline_v1_WithdrawnRevision, _thermocline_v1_WithdrawnRevision__Output>
    }
  }
}

