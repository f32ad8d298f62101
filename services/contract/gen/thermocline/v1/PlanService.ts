// Original file: proto/thermocline/v1/plan_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetPlanRequest as _thermocline_v1_GetPlanRequest, GetPlanRequest__Output as _thermocline_v1_GetPlanRequest__Output } from '../../thermocline/v1/GetPlanRequest.js';
import type { GetPlanResponse as _thermocline_v1_GetPlanResponse, GetPlanResponse__Output as _thermocline_v1_GetPlanResponse__Output } from '../../thermocline/v1/GetPlanResponse.js';
import type { ListPlansRequest as _thermocline_v1_ListPlansRequest, ListPlansRequest__Output as _thermocline_v1_ListPlansRequest__Output } from '../../thermocline/v1/ListPlansRequest.js';
import type { ListPlansResponse as _thermocline_v1_ListPlansResponse, ListPlansResponse__Output as _thermocline_v1_ListPlansResponse__Output } from '../../thermocline/v1/ListPlansResponse.js';
import type { WatchPlansRequest as _thermocline_v1_WatchPlansRequest, WatchPlansRequest__Output as _thermocline_v1_WatchPlansRequest__Output } from '../../thermocline/v1/WatchPlansRequest.js';
import type { WatchPlansResponse as _thermocline_v1_WatchPlansResponse, WatchPlansResponse__Output as _thermocline_v1_WatchPlansResponse__Output } from '../../thermocline/v1/WatchPlansResponse.js';

/**
 * Plans, before and after they happen. Served by the brain.
 */
export interface PlanServiceClient extends grpc.Client {
  /**
   * NOT_FOUND when the brain keeps no such plan.
   */
  GetPlan(argument: _thermocline_v1_GetPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  GetPlan(argument: _thermocline_v1_GetPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  GetPlan(argument: _thermocline_v1_GetPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  GetPlan(argument: _thermocline_v1_GetPlanRequest, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND when the brain keeps no such plan.
   */
  getPlan(argument: _thermocline_v1_GetPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  getPlan(argument: _thermocline_v1_GetPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  getPlan(argument: _thermocline_v1_GetPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  getPlan(argument: _thermocline_v1_GetPlanRequest, callback: grpc.requestCallback<_thermocline_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Newest first.
   */
  ListPlans(argument: _thermocline_v1_ListPlansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  ListPlans(argument: _thermocline_v1_ListPlansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  ListPlans(argument: _thermocline_v1_ListPlansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  ListPlans(argument: _thermocline_v1_ListPlansRequest, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first.
   */
  listPlans(argument: _thermocline_v1_ListPlansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  listPlans(argument: _thermocline_v1_ListPlansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  listPlans(argument: _thermocline_v1_ListPlansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  listPlans(argument: _thermocline_v1_ListPlansRequest, callback: grpc.requestCallback<_thermocline_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The newest plans that match, then every change as it happens.
   */
  WatchPlans(argument: _thermocline_v1_WatchPlansRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchPlansResponse__Output>;
  WatchPlans(argument: _thermocline_v1_WatchPlansRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchPlansResponse__Output>;
  /**
   * The newest plans that match, then every change as it happens.
   */
  watchPlans(argument: _thermocline_v1_WatchPlansRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchPlansResponse__Output>;
  watchPlans(argument: _thermocline_v1_WatchPlansRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchPlansResponse__Output>;
  
}

/**
 * Plans, before and after they happen. Served by the brain.
 */
export interface PlanServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * NOT_FOUND when the brain keeps no such plan.
   */
  GetPlan: grpc.handleUnaryCall<_thermocline_v1_GetPlanRequest__Output, _thermocline_v1_GetPlanResponse>;
  
  /**
   * Newest first.
   */
  ListPlans: grpc.handleUnaryCall<_thermocline_v1_ListPlansRequest__Output, _thermocline_v1_ListPlansResponse>;
  
  /**
   * The newest plans that match, then every change as it happens.
   */
  WatchPlans: grpc.handleServerStreamingCall<_thermocline_v1_WatchPlansRequest__Output, _thermocline_v1_WatchPlansResponse>;
  
}

export interface PlanServiceDefinition extends grpc.ServiceDefinition {
  GetPlan: MethodDefinition<_thermocline_v1_GetPlanRequest, _thermocline_v1_GetPlanResponse, _thermocline_v1_GetPlanRequest__Output, _thermocline_v1_GetPlanResponse__Output>
  ListPlans: MethodDefinition<_thermocline_v1_ListPlansRequest, _thermocline_v1_ListPlansResponse, _thermocline_v1_ListPlansRequest__Output, _thermocline_v1_ListPlansResponse__Output>
  WatchPlans: MethodDefinition<_thermocline_v1_WatchPlansRequest, _thermocline_v1_WatchPlansResponse, _thermocline_v1_WatchPlansRequest__Output, _thermocline_v1_WatchPlansResponse__Output>
}
