// Original file: proto/thermocline/v1/fleet_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetBrainStatusRequest as _thermocline_v1_GetBrainStatusRequest, GetBrainStatusRequest__Output as _thermocline_v1_GetBrainStatusRequest__Output } from '../../thermocline/v1/GetBrainStatusRequest.js';
import type { GetBrainStatusResponse as _thermocline_v1_GetBrainStatusResponse, GetBrainStatusResponse__Output as _thermocline_v1_GetBrainStatusResponse__Output } from '../../thermocline/v1/GetBrainStatusResponse.js';
import type { GetHostRequest as _thermocline_v1_GetHostRequest, GetHostRequest__Output as _thermocline_v1_GetHostRequest__Output } from '../../thermocline/v1/GetHostRequest.js';
import type { GetHostResponse as _thermocline_v1_GetHostResponse, GetHostResponse__Output as _thermocline_v1_GetHostResponse__Output } from '../../thermocline/v1/GetHostResponse.js';
import type { GetStatisticsRequest as _thermocline_v1_GetStatisticsRequest, GetStatisticsRequest__Output as _thermocline_v1_GetStatisticsRequest__Output } from '../../thermocline/v1/GetStatisticsRequest.js';
import type { GetStatisticsResponse as _thermocline_v1_GetStatisticsResponse, GetStatisticsResponse__Output as _thermocline_v1_GetStatisticsResponse__Output } from '../../thermocline/v1/GetStatisticsResponse.js';
import type { ListHostsRequest as _thermocline_v1_ListHostsRequest, ListHostsRequest__Output as _thermocline_v1_ListHostsRequest__Output } from '../../thermocline/v1/ListHostsRequest.js';
import type { ListHostsResponse as _thermocline_v1_ListHostsResponse, ListHostsResponse__Output as _thermocline_v1_ListHostsResponse__Output } from '../../thermocline/v1/ListHostsResponse.js';
import type { WatchHostRequest as _thermocline_v1_WatchHostRequest, WatchHostRequest__Output as _thermocline_v1_WatchHostRequest__Output } from '../../thermocline/v1/WatchHostRequest.js';
import type { WatchHostResponse as _thermocline_v1_WatchHostResponse, WatchHostResponse__Output as _thermocline_v1_WatchHostResponse__Output } from '../../thermocline/v1/WatchHostResponse.js';

/**
 * The fleet as the brain sees it. Served by the brain.
 */
export interface FleetServiceClient extends grpc.Client {
  /**
   * Hosts, batches, plans and their totals, what this brain can and cannot do.
   */
  GetBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  GetBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  GetBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  GetBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Hosts, batches, plans and their totals, what this brain can and cannot do.
   */
  getBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  getBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  getBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  getBrainStatus(argument: _thermocline_v1_GetBrainStatusRequest, callback: grpc.requestCallback<_thermocline_v1_GetBrainStatusResponse__Output>): grpc.ClientUnaryCall;
  
  GetHost(argument: _thermocline_v1_GetHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  GetHost(argument: _thermocline_v1_GetHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  GetHost(argument: _thermocline_v1_GetHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  GetHost(argument: _thermocline_v1_GetHostRequest, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  getHost(argument: _thermocline_v1_GetHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  getHost(argument: _thermocline_v1_GetHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  getHost(argument: _thermocline_v1_GetHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  getHost(argument: _thermocline_v1_GetHostRequest, callback: grpc.requestCallback<_thermocline_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What plans did for the fleet over a sliding window, of the hosts that this brain plans for.
   */
  GetStatistics(argument: _thermocline_v1_GetStatisticsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  GetStatistics(argument: _thermocline_v1_GetStatisticsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  GetStatistics(argument: _thermocline_v1_GetStatisticsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  GetStatistics(argument: _thermocline_v1_GetStatisticsRequest, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What plans did for the fleet over a sliding window, of the hosts that this brain plans for.
   */
  getStatistics(argument: _thermocline_v1_GetStatisticsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  getStatistics(argument: _thermocline_v1_GetStatisticsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  getStatistics(argument: _thermocline_v1_GetStatisticsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  getStatistics(argument: _thermocline_v1_GetStatisticsRequest, callback: grpc.requestCallback<_thermocline_v1_GetStatisticsResponse__Output>): grpc.ClientUnaryCall;
  
  ListHosts(argument: _thermocline_v1_ListHostsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  ListHosts(argument: _thermocline_v1_ListHostsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  ListHosts(argument: _thermocline_v1_ListHostsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  ListHosts(argument: _thermocline_v1_ListHostsRequest, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  listHosts(argument: _thermocline_v1_ListHostsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  listHosts(argument: _thermocline_v1_ListHostsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  listHosts(argument: _thermocline_v1_ListHostsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  listHosts(argument: _thermocline_v1_ListHostsRequest, callback: grpc.requestCallback<_thermocline_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The host's state after each of its batches.
   */
  WatchHost(argument: _thermocline_v1_WatchHostRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchHostResponse__Output>;
  WatchHost(argument: _thermocline_v1_WatchHostRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchHostResponse__Output>;
  /**
   * The host's state after each of its batches.
   */
  watchHost(argument: _thermocline_v1_WatchHostRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchHostResponse__Output>;
  watchHost(argument: _thermocline_v1_WatchHostRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchHostResponse__Output>;
  
}

/**
 * The fleet as the brain sees it. Served by the brain.
 */
export interface FleetServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Hosts, batches, plans and their totals, what this brain can and cannot do.
   */
  GetBrainStatus: grpc.handleUnaryCall<_thermocline_v1_GetBrainStatusRequest__Output, _thermocline_v1_GetBrainStatusResponse>;
  
  GetHost: grpc.handleUnaryCall<_thermocline_v1_GetHostRequest__Output, _thermocline_v1_GetHostResponse>;
  
  /**
   * What plans did for the fleet over a sliding window, of the hosts that this brain plans for.
   */
  GetStatistics: grpc.handleUnaryCall<_thermocline_v1_GetStatisticsRequest__Output, _thermocline_v1_GetStatisticsResponse>;
  
  ListHosts: grpc.handleUnaryCall<_thermocline_v1_ListHostsRequest__Output, _thermocline_v1_ListHostsResponse>;
  
  /**
   * The host's state after each of its batches.
   */
  WatchHost: grpc.handleServerStreamingCall<_thermocline_v1_WatchHostRequest__Output, _thermocline_v1_WatchHostResponse>;
  
}

export interface FleetServiceDefinition extends grpc.ServiceDefinition {
  GetBrainStatus: MethodDefinition<_thermocline_v1_GetBrainStatusRequest, _thermocline_v1_GetBrainStatusResponse, _thermocline_v1_GetBrainStatusRequest__Output, _thermocline_v1_GetBrainStatusResponse__Output>
  GetHost: MethodDefinition<_thermocline_v1_GetHostRequest, _thermocline_v1_GetHostResponse, _thermocline_v1_GetHostRequest__Output, _thermocline_v1_GetHostResponse__Output>
  GetStatistics: MethodDefinition<_thermocline_v1_GetStatisticsRequest, _thermocline_v1_GetStatisticsResponse, _thermocline_v1_GetStatisticsRequest__Output, _thermocline_v1_GetStatisticsResponse__Output>
  ListHosts: MethodDefinition<_thermocline_v1_ListHostsRequest, _thermocline_v1_ListHostsResponse, _thermocline_v1_ListHostsRequest__Output, _thermocline_v1_ListHostsResponse__Output>
  WatchHost: MethodDefinition<_thermocline_v1_WatchHostRequest, _thermocline_v1_WatchHostResponse, _thermocline_v1_WatchHostRequest__Output, _thermocline_v1_WatchHostResponse__Output>
}
