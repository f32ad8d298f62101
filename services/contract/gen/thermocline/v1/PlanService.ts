// Original file: proto/thermocline/v1/plan_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ApprovePlanRequest as _thermocline_v1_ApprovePlanRequest, ApprovePlanRequest__Output as _thermocline_v1_ApprovePlanRequest__Output } from '../../thermocline/v1/ApprovePlanRequest.js';
import type { ApprovePlanResponse as _thermocline_v1_ApprovePlanResponse, ApprovePlanResponse__Output as _thermocline_v1_ApprovePlanResponse__Output } from '../../thermocline/v1/ApprovePlanResponse.js';
import type { ExplainPageRequest as _thermocline_v1_ExplainPageRequest, ExplainPageRequest__Output as _thermocline_v1_ExplainPageRequest__Output } from '../../thermocline/v1/ExplainPageRequest.js';
import type { ExplainPageResponse as _thermocline_v1_ExplainPageResponse, ExplainPageResponse__Output as _thermocline_v1_ExplainPageResponse__Output } from '../../thermocline/v1/ExplainPageResponse.js';
import type { ExplainPlanRequest as _thermocline_v1_ExplainPlanRequest, ExplainPlanRequest__Output as _thermocline_v1_ExplainPlanRequest__Output } from '../../thermocline/v1/ExplainPlanRequest.js';
import type { ExplainPlanResponse as _thermocline_v1_ExplainPlanResponse, ExplainPlanResponse__Output as _thermocline_v1_ExplainPlanResponse__Output } from '../../thermocline/v1/ExplainPlanResponse.js';
import type { GetPlanRequest as _thermocline_v1_GetPlanRequest, GetPlanRequest__Output as _thermocline_v1_GetPlanRequest__Output } from '../../thermocline/v1/GetPlanRequest.js';
import type { GetPlanResponse as _thermocline_v1_GetPlanResponse, GetPlanResponse__Output as _thermocline_v1_GetPlanResponse__Output } from '../../thermocline/v1/GetPlanResponse.js';
import type { ListPlansRequest as _thermocline_v1_ListPlansRequest, ListPlansRequest__Output as _thermocline_v1_ListPlansRequest__Output } from '../../thermocline/v1/ListPlansRequest.js';
import type { ListPlansResponse as _thermocline_v1_ListPlansResponse, ListPlansResponse__Output as _thermocline_v1_ListPlansResponse__Output } from '../../thermocline/v1/ListPlansResponse.js';
import type { RejectPlanRequest as _thermocline_v1_RejectPlanRequest, RejectPlanRequest__Output as _thermocline_v1_RejectPlanRequest__Output } from '../../thermocline/v1/RejectPlanRequest.js';
import type { RejectPlanResponse as _thermocline_v1_RejectPlanResponse, RejectPlanResponse__Output as _thermocline_v1_RejectPlanResponse__Output } from '../../thermocline/v1/RejectPlanResponse.js';
import type { UndoRequest as _thermocline_v1_UndoRequest, UndoRequest__Output as _thermocline_v1_UndoRequest__Output } from '../../thermocline/v1/UndoRequest.js';
import type { UndoResponse as _thermocline_v1_UndoResponse, UndoResponse__Output as _thermocline_v1_UndoResponse__Output } from '../../thermocline/v1/UndoResponse.js';
import type { WatchPlansRequest as _thermocline_v1_WatchPlansRequest, WatchPlansRequest__Output as _thermocline_v1_WatchPlansRequest__Output } from '../../thermocline/v1/WatchPlansRequest.js';
import type { WatchPlansResponse as _thermocline_v1_WatchPlansResponse, WatchPlansResponse__Output as _thermocline_v1_WatchPlansResponse__Output } from '../../thermocline/v1/WatchPlansResponse.js';

/**
 * Plans, before and after they happen. Served by the brain.
 */
export interface PlanServiceClient extends grpc.Client {
  /**
   * Sends a plan that waits for a person. The caller has to prove who it is by mutual TLS. FAILED_PRECONDITION for a plan that
   * doesn't wait (any more), PERMISSION_DENIED for a caller that proves nothing.
   */
  ApprovePlan(argument: _thermocline_v1_ApprovePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  ApprovePlan(argument: _thermocline_v1_ApprovePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  ApprovePlan(argument: _thermocline_v1_ApprovePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  ApprovePlan(argument: _thermocline_v1_ApprovePlanRequest, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sends a plan that waits for a person. The caller has to prove who it is by mutual TLS. FAILED_PRECONDITION for a plan that
   * doesn't wait (any more), PERMISSION_DENIED for a caller that proves nothing.
   */
  approvePlan(argument: _thermocline_v1_ApprovePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  approvePlan(argument: _thermocline_v1_ApprovePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  approvePlan(argument: _thermocline_v1_ApprovePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  approvePlan(argument: _thermocline_v1_ApprovePlanRequest, callback: grpc.requestCallback<_thermocline_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Why a page is moved by the plan that would be made now, or why it is not.
   */
  ExplainPage(argument: _thermocline_v1_ExplainPageRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  ExplainPage(argument: _thermocline_v1_ExplainPageRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  ExplainPage(argument: _thermocline_v1_ExplainPageRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  ExplainPage(argument: _thermocline_v1_ExplainPageRequest, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Why a page is moved by the plan that would be made now, or why it is not.
   */
  explainPage(argument: _thermocline_v1_ExplainPageRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  explainPage(argument: _thermocline_v1_ExplainPageRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  explainPage(argument: _thermocline_v1_ExplainPageRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  explainPage(argument: _thermocline_v1_ExplainPageRequest, callback: grpc.requestCallback<_thermocline_v1_ExplainPageResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What a plan was judged by, and why a page of its host is in it or not. NOT_FOUND when the brain keeps no such plan.
   */
  ExplainPlan(argument: _thermocline_v1_ExplainPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  ExplainPlan(argument: _thermocline_v1_ExplainPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  ExplainPlan(argument: _thermocline_v1_ExplainPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  ExplainPlan(argument: _thermocline_v1_ExplainPlanRequest, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What a plan was judged by, and why a page of its host is in it or not. NOT_FOUND when the brain keeps no such plan.
   */
  explainPlan(argument: _thermocline_v1_ExplainPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  explainPlan(argument: _thermocline_v1_ExplainPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  explainPlan(argument: _thermocline_v1_ExplainPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  explainPlan(argument: _thermocline_v1_ExplainPlanRequest, callback: grpc.requestCallback<_thermocline_v1_ExplainPlanResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Ends it unsent, on the same terms.
   */
  RejectPlan(argument: _thermocline_v1_RejectPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  RejectPlan(argument: _thermocline_v1_RejectPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  RejectPlan(argument: _thermocline_v1_RejectPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  RejectPlan(argument: _thermocline_v1_RejectPlanRequest, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends it unsent, on the same terms.
   */
  rejectPlan(argument: _thermocline_v1_RejectPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  rejectPlan(argument: _thermocline_v1_RejectPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  rejectPlan(argument: _thermocline_v1_RejectPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  rejectPlan(argument: _thermocline_v1_RejectPlanRequest, callback: grpc.requestCallback<_thermocline_v1_RejectPlanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes and sends the plan that takes back what a plan really moved, but for pages that were moved or freed since.
   * FAILED_PRECONDITION for a plan that has not ended, ended longer ago than `undoFor`, or of whose moves none is left.
   */
  Undo(argument: _thermocline_v1_UndoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  Undo(argument: _thermocline_v1_UndoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  Undo(argument: _thermocline_v1_UndoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  Undo(argument: _thermocline_v1_UndoRequest, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes and sends the plan that takes back what a plan really moved, but for pages that were moved or freed since.
   * FAILED_PRECONDITION for a plan that has not ended, ended longer ago than `undoFor`, or of whose moves none is left.
   */
  undo(argument: _thermocline_v1_UndoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  undo(argument: _thermocline_v1_UndoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  undo(argument: _thermocline_v1_UndoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  undo(argument: _thermocline_v1_UndoRequest, callback: grpc.requestCallback<_thermocline_v1_UndoResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Sends a plan that waits for a person. The caller has to prove who it is by mutual TLS. FAILED_PRECONDITION for a plan that
   * doesn't wait (any more), PERMISSION_DENIED for a caller that proves nothing.
   */
  ApprovePlan: grpc.handleUnaryCall<_thermocline_v1_ApprovePlanRequest__Output, _thermocline_v1_ApprovePlanResponse>;
  
  /**
   * Why a page is moved by the plan that would be made now, or why it is not.
   */
  ExplainPage: grpc.handleUnaryCall<_thermocline_v1_ExplainPageRequest__Output, _thermocline_v1_ExplainPageResponse>;
  
  /**
   * What a plan was judged by, and why a page of its host is in it or not. NOT_FOUND when the brain keeps no such plan.
   */
  ExplainPlan: grpc.handleUnaryCall<_thermocline_v1_ExplainPlanRequest__Output, _thermocline_v1_ExplainPlanResponse>;
  
  /**
   * NOT_FOUND when the brain keeps no such plan.
   */
  GetPlan: grpc.handleUnaryCall<_thermocline_v1_GetPlanRequest__Output, _thermocline_v1_GetPlanResponse>;
  
  /**
   * Newest first.
   */
  ListPlans: grpc.handleUnaryCall<_thermocline_v1_ListPlansRequest__Output, _thermocline_v1_ListPlansResponse>;
  
  /**
   * Ends it unsent, on the same terms.
   */
  RejectPlan: grpc.handleUnaryCall<_thermocline_v1_RejectPlanRequest__Output, _thermocline_v1_RejectPlanResponse>;
  
  /**
   * Makes and sends the plan that takes back what a plan really moved, but for pages that were moved or freed since.
   * FAILED_PRECONDITION for a plan that has not ended, ended longer ago than `undoFor`, or of whose moves none is left.
   */
  Undo: grpc.handleUnaryCall<_thermocline_v1_UndoRequest__Output, _thermocline_v1_UndoResponse>;
  
  /**
   * The newest plans that match, then every change as it happens.
   */
  WatchPlans: grpc.handleServerStreamingCall<_thermocline_v1_WatchPlansRequest__Output, _thermocline_v1_WatchPlansResponse>;
  
}

export interface PlanServiceDefinition extends grpc.ServiceDefinition {
  ApprovePlan: MethodDefinition<_thermocline_v1_ApprovePlanRequest, _thermocline_v1_ApprovePlanResponse, _thermocline_v1_ApprovePlanRequest__Output, _thermocline_v1_ApprovePlanResponse__Output>
  ExplainPage: MethodDefinition<_thermocline_v1_ExplainPageRequest, _thermocline_v1_ExplainPageResponse, _thermocline_v1_ExplainPageRequest__Output, _thermocline_v1_ExplainPageResponse__Output>
  ExplainPlan: MethodDefinition<_thermocline_v1_ExplainPlanRequest, _thermocline_v1_ExplainPlanResponse, _thermocline_v1_ExplainPlanRequest__Output, _thermocline_v1_ExplainPlanResponse__Output>
  GetPlan: MethodDefinition<_thermocline_v1_GetPlanRequest, _thermocline_v1_GetPlanResponse, _thermocline_v1_GetPlanRequest__Output, _thermocline_v1_GetPlanResponse__Output>
  ListPlans: MethodDefinition<_thermocline_v1_ListPlansRequest, _thermocline_v1_ListPlansResponse, _thermocline_v1_ListPlansRequest__Output, _thermocline_v1_ListPlansResponse__Output>
  RejectPlan: MethodDefinition<_thermocline_v1_RejectPlanRequest, _thermocline_v1_RejectPlanResponse, _thermocline_v1_RejectPlanRequest__Output, _thermocline_v1_RejectPlanResponse__Output>
  Undo: MethodDefinition<_thermocline_v1_UndoRequest, _thermocline_v1_UndoResponse, _thermocline_v1_UndoRequest__Output, _thermocline_v1_UndoResponse__Output>
  WatchPlans: MethodDefinition<_thermocline_v1_WatchPlansRequest, _thermocline_v1_WatchPlansResponse, _thermocline_v1_WatchPlansRequest__Output, _thermocline_v1_WatchPlansResponse__Output>
}
