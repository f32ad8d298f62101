// Original file: proto/thermocline/v1/collector_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetCollectorStatusRequest as _thermocline_v1_GetCollectorStatusRequest, GetCollectorStatusRequest__Output as _thermocline_v1_GetCollectorStatusRequest__Output } from '../../thermocline/v1/GetCollectorStatusRequest.js';
import type { GetCollectorStatusResponse as _thermocline_v1_GetCollectorStatusResponse, GetCollectorStatusResponse__Output as _thermocline_v1_GetCollectorStatusResponse__Output } from '../../thermocline/v1/GetCollectorStatusResponse.js';

/**
 * What one collector does. Served by the collector.
 */
export interface CollectorServiceClient extends grpc.Client {
  GetCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  GetCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  GetCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  GetCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  getCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  getCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  getCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  getCollectorStatus(argument: _thermocline_v1_GetCollectorStatusRequest, callback: grpc.requestCallback<_thermocline_v1_GetCollectorStatusResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What one collector does. Served by the collector.
 */
export interface CollectorServiceHandlers extends grpc.UntypedServiceImplementation {
  GetCollectorStatus: grpc.handleUnaryCall<_thermocline_v1_GetCollectorStatusRequest__Output, _thermocline_v1_GetCollectorStatusResponse>;
  
}

export interface CollectorServiceDefinition extends grpc.ServiceDefinition {
  GetCollectorStatus: MethodDefinition<_thermocline_v1_GetCollectorStatusRequest, _thermocline_v1_GetCollectorStatusResponse, _thermocline_v1_GetCollectorStatusRequest__Output, _thermocline_v1_GetCollectorStatusResponse__Output>
}
