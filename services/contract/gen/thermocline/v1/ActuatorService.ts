// Original file: proto/thermocline/v1/actuator_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetActuatorStatusRequest as _thermocline_v1_GetActuatorStatusRequest, GetActuatorStatusRequest__Output as _thermocline_v1_GetActuatorStatusRequest__Output } from '../../thermocline/v1/GetActuatorStatusRequest.js';
import type { GetActuatorStatusResponse as _thermocline_v1_GetActuatorStatusResponse, GetActuatorStatusResponse__Output as _thermocline_v1_GetActuatorStatusResponse__Output } from '../../thermocline/v1/GetActuatorStatusResponse.js';

/**
 * What one actuator does. Served by the actuator.
 */
export interface ActuatorServiceClient extends grpc.Client {
  GetActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  GetActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  GetActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  GetActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  getActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  getActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  getActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  getActuatorStatus(argument: _thermocline_v1_GetActuatorStatusRequest, callback: grpc.requestCallback<_thermocline_v1_GetActuatorStatusResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What one actuator does. Served by the actuator.
 */
export interface ActuatorServiceHandlers extends grpc.UntypedServiceImplementation {
  GetActuatorStatus: grpc.handleUnaryCall<_thermocline_v1_GetActuatorStatusRequest__Output, _thermocline_v1_GetActuatorStatusResponse>;
  
}

export interface ActuatorServiceDefinition extends grpc.ServiceDefinition {
  GetActuatorStatus: MethodDefinition<_thermocline_v1_GetActuatorStatusRequest, _thermocline_v1_GetActuatorStatusResponse, _thermocline_v1_GetActuatorStatusRequest__Output, _thermocline_v1_GetActuatorStatusResponse__Output>
}
