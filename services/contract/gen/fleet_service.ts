import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { CgroupNuma as _thermocline_v1_CgroupNuma, CgroupNuma__Output as _thermocline_v1_CgroupNuma__Output } from './thermocline/v1/CgroupNuma.js';
import type { CgroupState as _thermocline_v1_CgroupState, CgroupState__Output as _thermocline_v1_CgroupState__Output } from './thermocline/v1/CgroupState.js';
import type { ClassState as _thermocline_v1_ClassState, ClassState__Output as _thermocline_v1_ClassState__Output } from './thermocline/v1/ClassState.js';
import type { FleetServiceClient as _thermocline_v1_FleetServiceClient, FleetServiceDefinition as _thermocline_v1_FleetServiceDefinition } from './thermocline/v1/FleetService.js';
import type { GetBrainStatusRequest as _thermocline_v1_GetBrainStatusRequest, GetBrainStatusRequest__Output as _thermocline_v1_GetBrainStatusRequest__Output } from './thermocline/v1/GetBrainStatusRequest.js';
import type { GetBrainStatusResponse as _thermocline_v1_GetBrainStatusResponse, GetBrainStatusResponse__Output as _thermocline_v1_GetBrainStatusResponse__Output } from './thermocline/v1/GetBrainStatusResponse.js';
import type { GetHostRequest as _thermocline_v1_GetHostRequest, GetHostRequest__Output as _thermocline_v1_GetHostRequest__Output } from './thermocline/v1/GetHostRequest.js';
import type { GetHostResponse as _thermocline_v1_GetHostResponse, GetHostResponse__Output as _thermocline_v1_GetHostResponse__Output } from './thermocline/v1/GetHostResponse.js';
import type { GetStatisticsRequest as _thermocline_v1_GetStatisticsRequest, GetStatisticsRequest__Output as _thermocline_v1_GetStatisticsRequest__Output } from './thermocline/v1/GetStatisticsRequest.js';
import type { GetStatisticsResponse as _thermocline_v1_GetStatisticsResponse, GetStatisticsResponse__Output as _thermocline_v1_GetStatisticsResponse__Output } from './thermocline/v1/GetStatisticsResponse.js';
import type { HeatBucket as _thermocline_v1_HeatBucket, HeatBucket__Output as _thermocline_v1_HeatBucket__Output } from './thermocline/v1/HeatBucket.js';
import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from './thermocline/v1/HostFacts.js';
import type { HostState as _thermocline_v1_HostState, HostState__Output as _thermocline_v1_HostState__Output } from './thermocline/v1/HostState.js';
import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from './thermocline/v1/Limitation.js';
import type { ListHostsRequest as _thermocline_v1_ListHostsRequest, ListHostsRequest__Output as _thermocline_v1_ListHostsRequest__Output } from './thermocline/v1/ListHostsRequest.js';
import type { ListHostsResponse as _thermocline_v1_ListHostsResponse, ListHostsResponse__Output as _thermocline_v1_ListHostsResponse__Output } from './thermocline/v1/ListHostsResponse.js';
import type { NodeBytes as _thermocline_v1_NodeBytes, NodeBytes__Output as _thermocline_v1_NodeBytes__Output } from './thermocline/v1/NodeBytes.js';
import type { NodeFacts as _thermocline_v1_NodeFacts, NodeFacts__Output as _thermocline_v1_NodeFacts__Output } from './thermocline/v1/NodeFacts.js';
import type { OwnCost as _thermocline_v1_OwnCost, OwnCost__Output as _thermocline_v1_OwnCost__Output } from './thermocline/v1/OwnCost.js';
import type { Pressure as _thermocline_v1_Pressure, Pressure__Output as _thermocline_v1_Pressure__Output } from './thermocline/v1/Pressure.js';
import type { RuleState as _thermocline_v1_RuleState, RuleState__Output as _thermocline_v1_RuleState__Output } from './thermocline/v1/RuleState.js';
import type { Statistics as _thermocline_v1_Statistics, Statistics__Output as _thermocline_v1_Statistics__Output } from './thermocline/v1/Statistics.js';
import type { TierFacts as _thermocline_v1_TierFacts, TierFacts__Output as _thermocline_v1_TierFacts__Output } from './thermocline/v1/TierFacts.js';
import type { WatchHostRequest as _thermocline_v1_WatchHostRequest, WatchHostRequest__Output as _thermocline_v1_WatchHostRequest__Output } from './thermocline/v1/WatchHostRequest.js';
import type { WatchHostResponse as _thermocline_v1_WatchHostResponse, WatchHostResponse__Output as _thermocline_v1_WatchHostResponse__Output } from './thermocline/v1/WatchHostResponse.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      CgroupNuma: MessageTypeDefinition<_thermocline_v1_CgroupNuma, _thermocline_v1_CgroupNuma__Output>
      CgroupState: MessageTypeDefinition<_thermocline_v1_CgroupState, _thermocline_v1_CgroupState__Output>
      ClassState: MessageTypeDefinition<_thermocline_v1_ClassState, _thermocline_v1_ClassState__Output>
      /**
       * The fleet as the brain sees it. Served by the brain.
       */
      FleetService: SubtypeConstructor<typeof grpc.Client, _thermocline_v1_FleetServiceClient> & { service: _thermocline_v1_FleetServiceDefinition }
      GetBrainStatusRequest: MessageTypeDefinition<_thermocline_v1_GetBrainStatusRequest, _thermocline_v1_GetBrainStatusRequest__Output>
      GetBrainStatusResponse: MessageTypeDefinition<_thermocline_v1_GetBrainStatusResponse, _thermocline_v1_GetBrainStatusResponse__Output>
      GetHostRequest: MessageTypeDefinition<_thermocline_v1_GetHostRequest, _thermocline_v1_GetHostRequest__Output>
      GetHostResponse: MessageTypeDefinition<_thermocline_v1_GetHostResponse, _thermocline_v1_GetHostResponse__Output>
      GetStatisticsRequest: MessageTypeDefinition<_thermocline_v1_GetStatisticsRequest, _thermocline_v1_GetStatisticsRequest__Output>
      GetStatisticsResponse: MessageTypeDefinition<_thermocline_v1_GetStatisticsResponse, _thermocline_v1_GetStatisticsResponse__Output>
      HeatBucket: MessageTypeDefinition<_thermocline_v1_HeatBucket, _thermocline_v1_HeatBucket__Output>
      HostFacts: MessageTypeDefinition<_thermocline_v1_HostFacts, _thermocline_v1_HostFacts__Output>
      HostState: MessageTypeDefinition<_thermocline_v1_HostState, _thermocline_v1_HostState__Output>
      Limitation: MessageTypeDefinition<_thermocline_v1_Limitation, _thermocline_v1_Limitation__Output>
      ListHostsRequest: MessageTypeDefinition<_thermocline_v1_ListHostsRequest, _thermocline_v1_ListHostsRequest__Output>
      ListHostsResponse: MessageTypeDefinition<_thermocline_v1_ListHostsResponse, _thermocline_v1_ListHostsResponse__Output>
      NodeBytes: MessageTypeDefinition<_thermocline_v1_NodeBytes, _thermocline_v1_NodeBytes__Output>
      NodeFacts: MessageTypeDefinition<_thermocline_v1_NodeFacts, _thermocline_v1_NodeFacts__Output>
      OwnCost: MessageTypeDefinition<_thermocline_v1_OwnCost, _thermocline_v1_OwnCost__Output>
      Pressure: MessageTypeDefinition<_thermocline_v1_Pressure, _thermocline_v1_Pressure__Output>
      RuleState: MessageTypeDefinition<_thermocline_v1_RuleState, _thermocline_v1_RuleState__Output>
      Statistics: MessageTypeDefinition<_thermocline_v1_Statistics, _thermocline_v1_Statistics__Output>
      StatisticsBy: EnumTypeDefinition
      TierFacts: MessageTypeDefinition<_thermocline_v1_TierFacts, _thermocline_v1_TierFacts__Output>
      WatchHostRequest: MessageTypeDefinition<_thermocline_v1_WatchHostRequest, _thermocline_v1_WatchHostRequest__Output>
      WatchHostResponse: MessageTypeDefinition<_thermocline_v1_WatchHostResponse, _thermocline_v1_WatchHostResponse__Output>
    }
  }
}

