// Original file: proto/thermocline/v1/hint_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AddHintRequest as _thermocline_v1_AddHintRequest, AddHintRequest__Output as _thermocline_v1_AddHintRequest__Output } from '../../thermocline/v1/AddHintRequest.js';
import type { AddHintResponse as _thermocline_v1_AddHintResponse, AddHintResponse__Output as _thermocline_v1_AddHintResponse__Output } from '../../thermocline/v1/AddHintResponse.js';
import type { ListHintsRequest as _thermocline_v1_ListHintsRequest, ListHintsRequest__Output as _thermocline_v1_ListHintsRequest__Output } from '../../thermocline/v1/ListHintsRequest.js';
import type { ListHintsResponse as _thermocline_v1_ListHintsResponse, ListHintsResponse__Output as _thermocline_v1_ListHintsResponse__Output } from '../../thermocline/v1/ListHintsResponse.js';
import type { RemoveHintRequest as _thermocline_v1_RemoveHintRequest, RemoveHintRequest__Output as _thermocline_v1_RemoveHintRequest__Output } from '../../thermocline/v1/RemoveHintRequest.js';
import type { RemoveHintResponse as _thermocline_v1_RemoveHintResponse, RemoveHintResponse__Output as _thermocline_v1_RemoveHintResponse__Output } from '../../thermocline/v1/RemoveHintResponse.js';

/**
 * Hints of applications and people. Served by the brain.
 */
export interface HintServiceClient extends grpc.Client {
  /**
   * INVALID_ARGUMENT for a hint that is not sound, NOT_FOUND for a process that is not watched, RESOURCE_EXHAUSTED when there are
   * too many hints.
   */
  AddHint(argument: _thermocline_v1_AddHintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  AddHint(argument: _thermocline_v1_AddHintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  AddHint(argument: _thermocline_v1_AddHintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  AddHint(argument: _thermocline_v1_AddHintRequest, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  /**
   * INVALID_ARGUMENT for a hint that is not sound, NOT_FOUND for a process that is not watched, RESOURCE_EXHAUSTED when there are
   * too many hints.
   */
  addHint(argument: _thermocline_v1_AddHintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  addHint(argument: _thermocline_v1_AddHintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  addHint(argument: _thermocline_v1_AddHintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  addHint(argument: _thermocline_v1_AddHintRequest, callback: grpc.requestCallback<_thermocline_v1_AddHintResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Those that have not expired, the newest first.
   */
  ListHints(argument: _thermocline_v1_ListHintsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  ListHints(argument: _thermocline_v1_ListHintsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  ListHints(argument: _thermocline_v1_ListHintsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  ListHints(argument: _thermocline_v1_ListHintsRequest, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Those that have not expired, the newest first.
   */
  listHints(argument: _thermocline_v1_ListHintsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  listHints(argument: _thermocline_v1_ListHintsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  listHints(argument: _thermocline_v1_ListHintsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  listHints(argument: _thermocline_v1_ListHintsRequest, callback: grpc.requestCallback<_thermocline_v1_ListHintsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * NOT_FOUND when there is no such hint.
   */
  RemoveHint(argument: _thermocline_v1_RemoveHintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  RemoveHint(argument: _thermocline_v1_RemoveHintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  RemoveHint(argument: _thermocline_v1_RemoveHintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  RemoveHint(argument: _thermocline_v1_RemoveHintRequest, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND when there is no such hint.
   */
  removeHint(argument: _thermocline_v1_RemoveHintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  removeHint(argument: _thermocline_v1_RemoveHintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  removeHint(argument: _thermocline_v1_RemoveHintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  removeHint(argument: _thermocline_v1_RemoveHintRequest, callback: grpc.requestCallback<_thermocline_v1_RemoveHintResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Hints of applications and people. Served by the brain.
 */
export interface HintServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * INVALID_ARGUMENT for a hint that is not sound, NOT_FOUND for a process that is not watched, RESOURCE_EXHAUSTED when there are
   * too many hints.
   */
  AddHint: grpc.handleUnaryCall<_thermocline_v1_AddHintRequest__Output, _thermocline_v1_AddHintResponse>;
  
  /**
   * Those that have not expired, the newest first.
   */
  ListHints: grpc.handleUnaryCall<_thermocline_v1_ListHintsRequest__Output, _thermocline_v1_ListHintsResponse>;
  
  /**
   * NOT_FOUND when there is no such hint.
   */
  RemoveHint: grpc.handleUnaryCall<_thermocline_v1_RemoveHintRequest__Output, _thermocline_v1_RemoveHintResponse>;
  
}

export interface HintServiceDefinition extends grpc.ServiceDefinition {
  AddHint: MethodDefinition<_thermocline_v1_AddHintRequest, _thermocline_v1_AddHintResponse, _thermocline_v1_AddHintRequest__Output, _thermocline_v1_AddHintResponse__Output>
  ListHints: MethodDefinition<_thermocline_v1_ListHintsRequest, _thermocline_v1_ListHintsResponse, _thermocline_v1_ListHintsRequest__Output, _thermocline_v1_ListHintsResponse__Output>
  RemoveHint: MethodDefinition<_thermocline_v1_RemoveHintRequest, _thermocline_v1_RemoveHintResponse, _thermocline_v1_RemoveHintRequest__Output, _thermocline_v1_RemoveHintResponse__Output>
}
