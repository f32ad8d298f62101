// Original file: proto/thermocline/v1/rollout_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AbortRolloutRequest as _thermocline_v1_AbortRolloutRequest, AbortRolloutRequest__Output as _thermocline_v1_AbortRolloutRequest__Output } from '../../thermocline/v1/AbortRolloutRequest.js';
import type { AbortRolloutResponse as _thermocline_v1_AbortRolloutResponse, AbortRolloutResponse__Output as _thermocline_v1_AbortRolloutResponse__Output } from '../../thermocline/v1/AbortRolloutResponse.js';
import type { GetRolloutHistoryRequest as _thermocline_v1_GetRolloutHistoryRequest, GetRolloutHistoryRequest__Output as _thermocline_v1_GetRolloutHistoryRequest__Output } from '../../thermocline/v1/GetRolloutHistoryRequest.js';
import type { GetRolloutHistoryResponse as _thermocline_v1_GetRolloutHistoryResponse, GetRolloutHistoryResponse__Output as _thermocline_v1_GetRolloutHistoryResponse__Output } from '../../thermocline/v1/GetRolloutHistoryResponse.js';
import type { GetRolloutRequest as _thermocline_v1_GetRolloutRequest, GetRolloutRequest__Output as _thermocline_v1_GetRolloutRequest__Output } from '../../thermocline/v1/GetRolloutRequest.js';
import type { GetRolloutResponse as _thermocline_v1_GetRolloutResponse, GetRolloutResponse__Output as _thermocline_v1_GetRolloutResponse__Output } from '../../thermocline/v1/GetRolloutResponse.js';
import type { ListRolloutsRequest as _thermocline_v1_ListRolloutsRequest, ListRolloutsRequest__Output as _thermocline_v1_ListRolloutsRequest__Output } from '../../thermocline/v1/ListRolloutsRequest.js';
import type { ListRolloutsResponse as _thermocline_v1_ListRolloutsResponse, ListRolloutsResponse__Output as _thermocline_v1_ListRolloutsResponse__Output } from '../../thermocline/v1/ListRolloutsResponse.js';
import type { PauseRolloutRequest as _thermocline_v1_PauseRolloutRequest, PauseRolloutRequest__Output as _thermocline_v1_PauseRolloutRequest__Output } from '../../thermocline/v1/PauseRolloutRequest.js';
import type { PauseRolloutResponse as _thermocline_v1_PauseRolloutResponse, PauseRolloutResponse__Output as _thermocline_v1_PauseRolloutResponse__Output } from '../../thermocline/v1/PauseRolloutResponse.js';
import type { PromoteRolloutRequest as _thermocline_v1_PromoteRolloutRequest, PromoteRolloutRequest__Output as _thermocline_v1_PromoteRolloutRequest__Output } from '../../thermocline/v1/PromoteRolloutRequest.js';
import type { PromoteRolloutResponse as _thermocline_v1_PromoteRolloutResponse, PromoteRolloutResponse__Output as _thermocline_v1_PromoteRolloutResponse__Output } from '../../thermocline/v1/PromoteRolloutResponse.js';
import type { ResumeRolloutRequest as _thermocline_v1_ResumeRolloutRequest, ResumeRolloutRequest__Output as _thermocline_v1_ResumeRolloutRequest__Output } from '../../thermocline/v1/ResumeRolloutRequest.js';
import type { ResumeRolloutResponse as _thermocline_v1_ResumeRolloutResponse, ResumeRolloutResponse__Output as _thermocline_v1_ResumeRolloutResponse__Output } from '../../thermocline/v1/ResumeRolloutResponse.js';
import type { StartRolloutRequest as _thermocline_v1_StartRolloutRequest, StartRolloutRequest__Output as _thermocline_v1_StartRolloutRequest__Output } from '../../thermocline/v1/StartRolloutRequest.js';
import type { StartRolloutResponse as _thermocline_v1_StartRolloutResponse, StartRolloutResponse__Output as _thermocline_v1_StartRolloutResponse__Output } from '../../thermocline/v1/StartRolloutResponse.js';
import type { UndoRolloutRequest as _thermocline_v1_UndoRolloutRequest, UndoRolloutRequest__Output as _thermocline_v1_UndoRolloutRequest__Output } from '../../thermocline/v1/UndoRolloutRequest.js';
import type { UndoRolloutResponse as _thermocline_v1_UndoRolloutResponse, UndoRolloutResponse__Output as _thermocline_v1_UndoRolloutResponse__Output } from '../../thermocline/v1/UndoRolloutResponse.js';
import type { WatchRolloutRequest as _thermocline_v1_WatchRolloutRequest, WatchRolloutRequest__Output as _thermocline_v1_WatchRolloutRequest__Output } from '../../thermocline/v1/WatchRolloutRequest.js';
import type { WatchRolloutResponse as _thermocline_v1_WatchRolloutResponse, WatchRolloutResponse__Output as _thermocline_v1_WatchRolloutResponse__Output } from '../../thermocline/v1/WatchRolloutResponse.js';

/**
 * Rollouts of policy revisions. Served by every brain; the one with lease `rollouts` runs them.
 */
export interface RolloutServiceClient extends grpc.Client {
  /**
   * Rolls back. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  AbortRollout(argument: _thermocline_v1_AbortRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  AbortRollout(argument: _thermocline_v1_AbortRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  AbortRollout(argument: _thermocline_v1_AbortRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  AbortRollout(argument: _thermocline_v1_AbortRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Rolls back. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  abortRollout(argument: _thermocline_v1_AbortRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  abortRollout(argument: _thermocline_v1_AbortRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  abortRollout(argument: _thermocline_v1_AbortRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  abortRollout(argument: _thermocline_v1_AbortRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_AbortRolloutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * NOT_FOUND when there is none of this id.
   */
  GetRollout(argument: _thermocline_v1_GetRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  GetRollout(argument: _thermocline_v1_GetRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  GetRollout(argument: _thermocline_v1_GetRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  GetRollout(argument: _thermocline_v1_GetRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND when there is none of this id.
   */
  getRollout(argument: _thermocline_v1_GetRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  getRollout(argument: _thermocline_v1_GetRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  getRollout(argument: _thermocline_v1_GetRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  getRollout(argument: _thermocline_v1_GetRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_GetRolloutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Every transition, in order, from stream AUDIT.
   */
  GetRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Every transition, in order, from stream AUDIT.
   */
  getRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  getRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  getRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  getRolloutHistory(argument: _thermocline_v1_GetRolloutHistoryRequest, callback: grpc.requestCallback<_thermocline_v1_GetRolloutHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Newest first.
   */
  ListRollouts(argument: _thermocline_v1_ListRolloutsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  ListRollouts(argument: _thermocline_v1_ListRolloutsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  ListRollouts(argument: _thermocline_v1_ListRolloutsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  ListRollouts(argument: _thermocline_v1_ListRolloutsRequest, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first.
   */
  listRollouts(argument: _thermocline_v1_ListRolloutsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  listRollouts(argument: _thermocline_v1_ListRolloutsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  listRollouts(argument: _thermocline_v1_ListRolloutsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  listRollouts(argument: _thermocline_v1_ListRolloutsRequest, callback: grpc.requestCallback<_thermocline_v1_ListRolloutsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Holds it where it is: evidence is still gathered, harm is rolled back, success waits. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  PauseRollout(argument: _thermocline_v1_PauseRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  PauseRollout(argument: _thermocline_v1_PauseRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  PauseRollout(argument: _thermocline_v1_PauseRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  PauseRollout(argument: _thermocline_v1_PauseRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Holds it where it is: evidence is still gathered, harm is rolled back, success waits. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  pauseRollout(argument: _thermocline_v1_PauseRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  pauseRollout(argument: _thermocline_v1_PauseRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  pauseRollout(argument: _thermocline_v1_PauseRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  pauseRollout(argument: _thermocline_v1_PauseRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_PauseRolloutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends the step at hand, or all of them. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  PromoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  PromoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  PromoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  PromoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends the step at hand, or all of them. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  promoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  promoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  promoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  promoteRollout(argument: _thermocline_v1_PromoteRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_PromoteRolloutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Goes on from where it was paused. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  ResumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  ResumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  ResumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  ResumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Goes on from where it was paused. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  resumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  resumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  resumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  resumeRollout(argument: _thermocline_v1_ResumeRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_ResumeRolloutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * INVALID_ARGUMENT (ROLLOUT_INVALID) with all that is wrong, FAILED_PRECONDITION (ROLLOUT_OPEN) while another is open.
   */
  StartRollout(argument: _thermocline_v1_StartRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  StartRollout(argument: _thermocline_v1_StartRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  StartRollout(argument: _thermocline_v1_StartRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  StartRollout(argument: _thermocline_v1_StartRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * INVALID_ARGUMENT (ROLLOUT_INVALID) with all that is wrong, FAILED_PRECONDITION (ROLLOUT_OPEN) while another is open.
   */
  startRollout(argument: _thermocline_v1_StartRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  startRollout(argument: _thermocline_v1_StartRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  startRollout(argument: _thermocline_v1_StartRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  startRollout(argument: _thermocline_v1_StartRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_StartRolloutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Rolls back and takes back what the revision moved, also when the rollout is over. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  UndoRollout(argument: _thermocline_v1_UndoRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  UndoRollout(argument: _thermocline_v1_UndoRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  UndoRollout(argument: _thermocline_v1_UndoRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  UndoRollout(argument: _thermocline_v1_UndoRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Rolls back and takes back what the revision moved, also when the rollout is over. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  undoRollout(argument: _thermocline_v1_UndoRolloutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  undoRollout(argument: _thermocline_v1_UndoRolloutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  undoRollout(argument: _thermocline_v1_UndoRolloutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  undoRollout(argument: _thermocline_v1_UndoRolloutRequest, callback: grpc.requestCallback<_thermocline_v1_UndoRolloutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * As it is now, then after each change.
   */
  WatchRollout(argument: _thermocline_v1_WatchRolloutRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchRolloutResponse__Output>;
  WatchRollout(argument: _thermocline_v1_WatchRolloutRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchRolloutResponse__Output>;
  /**
   * As it is now, then after each change.
   */
  watchRollout(argument: _thermocline_v1_WatchRolloutRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchRolloutResponse__Output>;
  watchRollout(argument: _thermocline_v1_WatchRolloutRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_thermocline_v1_WatchRolloutResponse__Output>;
  
}

/**
 * Rollouts of policy revisions. Served by every brain; the one with lease `rollouts` runs them.
 */
export interface RolloutServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Rolls back. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  AbortRollout: grpc.handleUnaryCall<_thermocline_v1_AbortRolloutRequest__Output, _thermocline_v1_AbortRolloutResponse>;
  
  /**
   * NOT_FOUND when there is none of this id.
   */
  GetRollout: grpc.handleUnaryCall<_thermocline_v1_GetRolloutRequest__Output, _thermocline_v1_GetRolloutResponse>;
  
  /**
   * Every transition, in order, from stream AUDIT.
   */
  GetRolloutHistory: grpc.handleUnaryCall<_thermocline_v1_GetRolloutHistoryRequest__Output, _thermocline_v1_GetRolloutHistoryResponse>;
  
  /**
   * Newest first.
   */
  ListRollouts: grpc.handleUnaryCall<_thermocline_v1_ListRolloutsRequest__Output, _thermocline_v1_ListRolloutsResponse>;
  
  /**
   * Holds it where it is: evidence is still gathered, harm is rolled back, success waits. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  PauseRollout: grpc.handleUnaryCall<_thermocline_v1_PauseRolloutRequest__Output, _thermocline_v1_PauseRolloutResponse>;
  
  /**
   * Ends the step at hand, or all of them. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  PromoteRollout: grpc.handleUnaryCall<_thermocline_v1_PromoteRolloutRequest__Output, _thermocline_v1_PromoteRolloutResponse>;
  
  /**
   * Goes on from where it was paused. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  ResumeRollout: grpc.handleUnaryCall<_thermocline_v1_ResumeRolloutRequest__Output, _thermocline_v1_ResumeRolloutResponse>;
  
  /**
   * INVALID_ARGUMENT (ROLLOUT_INVALID) with all that is wrong, FAILED_PRECONDITION (ROLLOUT_OPEN) while another is open.
   */
  StartRollout: grpc.handleUnaryCall<_thermocline_v1_StartRolloutRequest__Output, _thermocline_v1_StartRolloutResponse>;
  
  /**
   * Rolls back and takes back what the revision moved, also when the rollout is over. FAILED_PRECONDITION (ROLLOUT_VERB) with what is allowed.
   */
  UndoRollout: grpc.handleUnaryCall<_thermocline_v1_UndoRolloutRequest__Output, _thermocline_v1_UndoRolloutResponse>;
  
  /**
   * As it is now, then after each change.
   */
  WatchRollout: grpc.handleServerStreamingCall<_thermocline_v1_WatchRolloutRequest__Output, _thermocline_v1_WatchRolloutResponse>;
  
}

export interface RolloutServiceDefinition extends grpc.ServiceDefinition {
  AbortRollout: MethodDefinition<_thermocline_v1_AbortRolloutRequest, _thermocline_v1_AbortRolloutResponse, _thermocline_v1_AbortRolloutRequest__Output, _thermocline_v1_AbortRolloutResponse__Output>
  GetRollout: MethodDefinition<_thermocline_v1_GetRolloutRequest, _thermocline_v1_GetRolloutResponse, _thermocline_v1_GetRolloutRequest__Output, _thermocline_v1_GetRolloutResponse__Output>
  GetRolloutHistory: MethodDefinition<_thermocline_v1_GetRolloutHistoryRequest, _thermocline_v1_GetRolloutHistoryResponse, _thermocline_v1_GetRolloutHistoryRequest__Output, _thermocline_v1_GetRolloutHistoryResponse__Output>
  ListRollouts: MethodDefinition<_thermocline_v1_ListRolloutsRequest, _thermocline_v1_ListRolloutsResponse, _thermocline_v1_ListRolloutsRequest__Output, _thermocline_v1_ListRolloutsResponse__Output>
  PauseRollout: MethodDefinition<_thermocline_v1_PauseRolloutRequest, _thermocline_v1_PauseRolloutResponse, _thermocline_v1_PauseRolloutRequest__Output, _thermocline_v1_PauseRolloutResponse__Output>
  PromoteRollout: MethodDefinition<_thermocline_v1_PromoteRolloutRequest, _thermocline_v1_PromoteRolloutResponse, _thermocline_v1_PromoteRolloutRequest__Output, _thermocline_v1_PromoteRolloutResponse__Output>
  ResumeRollout: MethodDefinition<_thermocline_v1_ResumeRolloutRequest, _thermocline_v1_ResumeRolloutResponse, _thermocline_v1_ResumeRolloutRequest__Output, _thermocline_v1_ResumeRolloutResponse__Output>
  StartRollout: MethodDefinition<_thermocline_v1_StartRolloutRequest, _thermocline_v1_StartRolloutResponse, _thermocline_v1_StartRolloutRequest__Output, _thermocline_v1_StartRolloutResponse__Output>
  UndoRollout: MethodDefinition<_thermocline_v1_UndoRolloutRequest, _thermocline_v1_UndoRolloutResponse, _thermocline_v1_UndoRolloutRequest__Output, _thermocline_v1_UndoRolloutResponse__Output>
  WatchRollout: MethodDefinition<_thermocline_v1_WatchRolloutRequest, _thermocline_v1_WatchRolloutResponse, _thermocline_v1_WatchRolloutRequest__Output, _thermocline_v1_WatchRolloutResponse__Output>
}
