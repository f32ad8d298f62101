// Original file: proto/thermocline/v1/actuator_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetActuatorStatusRequest as _thermocline_v1_GetActuatorStatusRequest, GetActuatorStatusRequest__Output as _thermocline_v1_GetActuatorStatusRequest__Output } from '../../thermocline/v1/GetActuatorStatusRequest.js';
import type { GetActuatorStatusResponse as _thermocline_v1_GetActuatorStatusResponse, GetActuatorStatusResponse__Output as _thermocline_v1_GetActuatorStatusResponse__Output } from '../../thermocline/v1/GetActuatorStatusResponse.js';
import type { ListExecutionsRequest as _thermocline_v1_ListExecutionsRequest, ListExecutionsRequest__Output as _thermocline_v1_ListExecutionsRequest__Output } from '../../thermocline/v1/ListExecutionsRequest.js';
import type { ListExecutionsResponse as _thermocline_v1_ListExecutionsResponse, ListExecutionsResponse__Output as _thermocline_v1_ListExecutionsResponse__Output } from '../../thermocline/v1/ListExecutionsResponse.js';
import type { PauseRequest as _thermocline_v1_PauseRequest, PauseRequest__Output as _thermocline_v1_PauseRequest__Output } from '../../thermocline/v1/PauseRequest.js';
import type { PauseResponse as _thermocline_v1_PauseResponse, PauseResponse__Output as _thermocline_v1_PauseResponse__Output } from '../../thermocline/v1/PauseResponse.js';
import type { ResumeRequest as _thermocline_v1_ResumeRequest, ResumeRequest__Output as _thermocline_v1_ResumeRequest__Output } from '../../thermocline/v1/ResumeRequest.js';
import type { ResumeResponse as _thermocline_v1_ResumeResponse, ResumeResponse__Output as _thermocline_v1_ResumeResponse__Output } from '../../thermocline/v1/ResumeResponse.js';
import type { SetDryRunRequest as _thermocline_v1_SetDryRunRequest, SetDryRunRequest__Output as _thermocline_v1_SetDryRunRequest__Output } from '../../thermocline/v1/SetDryRunRequest.js';
import type { SetDryRunResponse as _thermocline_v1_SetDryRunResponse, SetDryRunResponse__Output as _thermocline_v1_SetDryRunResponse__Output } from '../../thermocline/v1/SetDryRunResponse.js';
import type { SetLimitsRequest as _thermocline_v1_SetLimitsRequest, SetLimitsRequest__Output as _thermocline_v1_SetLimitsRequest__Output } from '../../thermocline/v1/SetLimitsRequest.js';
import type { SetLimitsResponse as _thermocline_v1_SetLimitsResponse, SetLimitsResponse__Output as _thermocline_v1_SetLimitsResponse__Output } from '../../thermocline/v1/SetLimitsResponse.js';
import type { StopRequest as _thermocline_v1_StopRequest, StopRequest__Output as _thermocline_v1_StopRequest__Output } from '../../thermocline/v1/StopRequest.js';
import type { StopResponse as _thermocline_v1_StopResponse, StopResponse__Output as _thermocline_v1_StopResponse__Output } from '../../thermocline/v1/StopResponse.js';
import type { WatchExecutionsRequest as _thermocline_v1_WatchExecutionsRequest, WatchExecutionsRequest__Output as _thermocline_v1_WatchExecutionsRequest__Output } from '../../thermocline/v1/WatchExecutionsRequest.js';
import type { WatchExecutionsResponse as _thermocline_v1_WatchExecutionsResponse, WatchExecutionsResponse__Output as _thermocline_v1_WatchExecutionsResponse__Output } from '../../thermocline/v1/WatchExecutionsResponse.js';

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
  
  /**
   * Newest first: plans that wait, the one under way, and the ended ones that the journal still holds.
   */
  ListExecutions(argument: _thermocline_v1_ListExecutionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  ListExecutions(argument: _thermocline_v1_ListExecutionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  ListExecutions(argument: _thermocline_v1_ListExecutionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  ListExecutions(argument: _thermocline_v1_ListExecutionsRequest, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first: plans that wait, the one under way, and the ended ones that the journal still holds.
   */
  listExecutions(argument: _thermocline_v1_ListExecutionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  listExecutions(argument: _thermocline_v1_ListExecutionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  listExecutions(argument: _thermocline_v1_ListExecutionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  listExecutions(argument: _thermocline_v1_ListExecutionsRequest, callback: grpc.requestCallback<_thermocline_v1_ListExecutionsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What follows holds on this host until it is taken back, over restarts, whatever the brain says.
   * No new batch begins; plans wait, and expire.
   */
  Pause(argument: _thermocline_v1_PauseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  Pause(argument: _thermocline_v1_PauseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  Pause(argument: _thermocline_v1_PauseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  Pause(argument: _thermocline_v1_PauseRequest, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What follows holds on this host until it is taken back, over restarts, whatever the brain says.
   * No new batch begins; plans wait, and expire.
   */
  pause(argument: _thermocline_v1_PauseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  pause(argument: _thermocline_v1_PauseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  pause(argument: _thermocline_v1_PauseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  pause(argument: _thermocline_v1_PauseRequest, callback: grpc.requestCallback<_thermocline_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes Pause and Stop back.
   */
  Resume(argument: _thermocline_v1_ResumeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  Resume(argument: _thermocline_v1_ResumeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  Resume(argument: _thermocline_v1_ResumeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  Resume(argument: _thermocline_v1_ResumeRequest, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes Pause and Stop back.
   */
  resume(argument: _thermocline_v1_ResumeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  resume(argument: _thermocline_v1_ResumeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  resume(argument: _thermocline_v1_ResumeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  resume(argument: _thermocline_v1_ResumeRequest, callback: grpc.requestCallback<_thermocline_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * While it is on, plans are judged and reported, and nothing is moved. The configuration's dryRun can't be taken back here.
   */
  SetDryRun(argument: _thermocline_v1_SetDryRunRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  SetDryRun(argument: _thermocline_v1_SetDryRunRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  SetDryRun(argument: _thermocline_v1_SetDryRunRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  SetDryRun(argument: _thermocline_v1_SetDryRunRequest, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  /**
   * While it is on, plans are judged and reported, and nothing is moved. The configuration's dryRun can't be taken back here.
   */
  setDryRun(argument: _thermocline_v1_SetDryRunRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  setDryRun(argument: _thermocline_v1_SetDryRunRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  setDryRun(argument: _thermocline_v1_SetDryRunRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  setDryRun(argument: _thermocline_v1_SetDryRunRequest, callback: grpc.requestCallback<_thermocline_v1_SetDryRunResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Replaces the bounds set here before; those of the configuration and of the brain hold as well.
   */
  SetLimits(argument: _thermocline_v1_SetLimitsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  SetLimits(argument: _thermocline_v1_SetLimitsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  SetLimits(argument: _thermocline_v1_SetLimitsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  SetLimits(argument: _thermocline_v1_SetLimitsRequest, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Replaces the bounds set here before; those of the configuration and of the brain hold as well.
   */
  setLimits(argument: _thermocline_v1_SetLimitsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  setLimits(argument: _thermocline_v1_SetLimitsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  setLimits(argument: _thermocline_v1_SetLimitsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  setLimits(argument: _thermocline_v1_SetLimitsRequest, callback: grpc.requestCallback<_thermocline_v1_SetLimitsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Kill switch: after the batch under way every plan ends, and no other begins.
   */
  Stop(argument: _thermocline_v1_StopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  Stop(argument: _thermocline_v1_StopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  Stop(argument: _thermocline_v1_StopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  Stop(argument: _thermocline_v1_StopRequest, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Kill switch: after the batch under way every plan ends, and no other begins.
   */
  stop(argument: _thermocline_v1_StopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  stop(argument: _thermocline_v1_StopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  stop(argument: _thermocline_v1_StopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  stop(argument: _thermocline_v1_StopRequest, callback: grpc.requestCallback<_thermocline_v1_StopResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Those that wait or are under way, then every change: taken in, begun, a batch done, ended.
   */
  WatchExecutions(argument: _thermocline_v1_WatchExecutionsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchExecutionsResponse__Output>;
  WatchExecutions(argument: _thermocline_v1_WatchExecutionsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchExecutionsResponse__Output>;
  /**
   * Those that wait or are under way, then every change: taken in, begun, a batch done, ended.
   */
  watchExecutions(argument: _thermocline_v1_WatchExecutionsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchExecutionsResponse__Output>;
  watchExecutions(argument: _thermocline_v1_WatchExecutionsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchExecutionsResponse__Output>;
  
}

/**
 * What one actuator does. Served by the actuator.
 */
export interface ActuatorServiceHandlers extends grpc.UntypedServiceImplementation {
  GetActuatorStatus: grpc.handleUnaryCall<_thermocline_v1_GetActuatorStatusRequest__Output, _thermocline_v1_GetActuatorStatusResponse>;
  
  /**
   * Newest first: plans that wait, the one under way, and the ended ones that the journal still holds.
   */
  ListExecutions: grpc.handleUnaryCall<_thermocline_v1_ListExecutionsRequest__Output, _thermocline_v1_ListExecutionsResponse>;
  
  /**
   * What follows holds on this host until it is taken back, over restarts, whatever the brain says.
   * No new batch begins; plans wait, and expire.
   */
  Pause: grpc.handleUnaryCall<_thermocline_v1_PauseRequest__Output, _thermocline_v1_PauseResponse>;
  
  /**
   * Takes Pause and Stop back.
   */
  Resume: grpc.handleUnaryCall<_thermocline_v1_ResumeRequest__Output, _thermocline_v1_ResumeResponse>;
  
  /**
   * While it is on, plans are judged and reported, and nothing is moved. The configuration's dryRun can't be taken back here.
   */
  SetDryRun: grpc.handleUnaryCall<_thermocline_v1_SetDryRunRequest__Output, _thermocline_v1_SetDryRunResponse>;
  
  /**
   * Replaces the bounds set here before; those of the configuration and of the brain hold as well.
   */
  SetLimits: grpc.handleUnaryCall<_thermocline_v1_SetLimitsRequest__Output, _thermocline_v1_SetLimitsResponse>;
  
  /**
   * Kill switch: after the batch under way every plan ends, and no other begins.
   */
  Stop: grpc.handleUnaryCall<_thermocline_v1_StopRequest__Output, _thermocline_v1_StopResponse>;
  
  /**
   * Those that wait or are under way, then every change: taken in, begun, a batch done, ended.
   */
  WatchExecutions: grpc.handleServerStreamingCall<_thermocline_v1_WatchExecutionsRequest__Output, _thermocline_v1_WatchExecutionsResponse>;
  
}

export interface ActuatorServiceDefinition extends grpc.ServiceDefinition {
  GetActuatorStatus: MethodDefinition<_thermocline_v1_GetActuatorStatusRequest, _thermocline_v1_GetActuatorStatusResponse, _thermocline_v1_GetActuatorStatusRequest__Output, _thermocline_v1_GetActuatorStatusResponse__Output>
  ListExecutions: MethodDefinition<_thermocline_v1_ListExecutionsRequest, _thermocline_v1_ListExecutionsResponse, _thermocline_v1_ListExecutionsRequest__Output, _thermocline_v1_ListExecutionsResponse__Output>
  Pause: MethodDefinition<_thermocline_v1_PauseRequest, _thermocline_v1_PauseResponse, _thermocline_v1_PauseRequest__Output, _thermocline_v1_PauseResponse__Output>
  Resume: MethodDefinition<_thermocline_v1_ResumeRequest, _thermocline_v1_ResumeResponse, _thermocline_v1_ResumeRequest__Output, _thermocline_v1_ResumeResponse__Output>
  SetDryRun: MethodDefinition<_thermocline_v1_SetDryRunRequest, _thermocline_v1_SetDryRunResponse, _thermocline_v1_SetDryRunRequest__Output, _thermocline_v1_SetDryRunResponse__Output>
  SetLimits: MethodDefinition<_thermocline_v1_SetLimitsRequest, _thermocline_v1_SetLimitsResponse, _thermocline_v1_SetLimitsRequest__Output, _thermocline_v1_SetLimitsResponse__Output>
  Stop: MethodDefinition<_thermocline_v1_StopRequest, _thermocline_v1_StopResponse, _thermocline_v1_StopRequest__Output, _thermocline_v1_StopResponse__Output>
  WatchExecutions: MethodDefinition<_thermocline_v1_WatchExecutionsRequest, _thermocline_v1_WatchExecutionsResponse, _thermocline_v1_WatchExecutionsRequest__Output, _thermocline_v1_WatchExecutionsResponse__Output>
}
