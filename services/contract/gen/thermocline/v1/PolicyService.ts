// Original file: proto/thermocline/v1/policy_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ApplyPolicyRequest as _thermocline_v1_ApplyPolicyRequest, ApplyPolicyRequest__Output as _thermocline_v1_ApplyPolicyRequest__Output } from '../../thermocline/v1/ApplyPolicyRequest.js';
import type { ApplyPolicyResponse as _thermocline_v1_ApplyPolicyResponse, ApplyPolicyResponse__Output as _thermocline_v1_ApplyPolicyResponse__Output } from '../../thermocline/v1/ApplyPolicyResponse.js';
import type { DiffPoliciesRequest as _thermocline_v1_DiffPoliciesRequest, DiffPoliciesRequest__Output as _thermocline_v1_DiffPoliciesRequest__Output } from '../../thermocline/v1/DiffPoliciesRequest.js';
import type { DiffPoliciesResponse as _thermocline_v1_DiffPoliciesResponse, DiffPoliciesResponse__Output as _thermocline_v1_DiffPoliciesResponse__Output } from '../../thermocline/v1/DiffPoliciesResponse.js';
import type { GetPolicyRequest as _thermocline_v1_GetPolicyRequest, GetPolicyRequest__Output as _thermocline_v1_GetPolicyRequest__Output } from '../../thermocline/v1/GetPolicyRequest.js';
import type { GetPolicyResponse as _thermocline_v1_GetPolicyResponse, GetPolicyResponse__Output as _thermocline_v1_GetPolicyResponse__Output } from '../../thermocline/v1/GetPolicyResponse.js';
import type { ListPoliciesRequest as _thermocline_v1_ListPoliciesRequest, ListPoliciesRequest__Output as _thermocline_v1_ListPoliciesRequest__Output } from '../../thermocline/v1/ListPoliciesRequest.js';
import type { ListPoliciesResponse as _thermocline_v1_ListPoliciesResponse, ListPoliciesResponse__Output as _thermocline_v1_ListPoliciesResponse__Output } from '../../thermocline/v1/ListPoliciesResponse.js';
import type { ListPolicyRevisionsRequest as _thermocline_v1_ListPolicyRevisionsRequest, ListPolicyRevisionsRequest__Output as _thermocline_v1_ListPolicyRevisionsRequest__Output } from '../../thermocline/v1/ListPolicyRevisionsRequest.js';
import type { ListPolicyRevisionsResponse as _thermocline_v1_ListPolicyRevisionsResponse, ListPolicyRevisionsResponse__Output as _thermocline_v1_ListPolicyRevisionsResponse__Output } from '../../thermocline/v1/ListPolicyRevisionsResponse.js';
import type { ValidatePolicyRequest as _thermocline_v1_ValidatePolicyRequest, ValidatePolicyRequest__Output as _thermocline_v1_ValidatePolicyRequest__Output } from '../../thermocline/v1/ValidatePolicyRequest.js';
import type { ValidatePolicyResponse as _thermocline_v1_ValidatePolicyResponse, ValidatePolicyResponse__Output as _thermocline_v1_ValidatePolicyResponse__Output } from '../../thermocline/v1/ValidatePolicyResponse.js';

/**
 * Policies and their revisions. Served by the brain.
 */
export interface PolicyServiceClient extends grpc.Client {
  /**
   * Makes the next revision of a policy, which all brains plan under from then on. INVALID_ARGUMENT (POLICY_INVALID) with
   * all that is wrong; ABORTED (CONFLICT) when the latest revision is not the one expected.
   */
  ApplyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  ApplyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  ApplyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  ApplyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes the next revision of a policy, which all brains plan under from then on. INVALID_ARGUMENT (POLICY_INVALID) with
   * all that is wrong; ABORTED (CONFLICT) when the latest revision is not the one expected.
   */
  applyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  applyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  applyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  applyPolicy(argument: _thermocline_v1_ApplyPolicyRequest, callback: grpc.requestCallback<_thermocline_v1_ApplyPolicyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What changes from one policy to another.
   */
  DiffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  DiffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  DiffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  DiffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What changes from one policy to another.
   */
  diffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  diffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  diffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  diffPolicies(argument: _thermocline_v1_DiffPoliciesRequest, callback: grpc.requestCallback<_thermocline_v1_DiffPoliciesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * NOT_FOUND when there is no such policy or revision.
   */
  GetPolicy(argument: _thermocline_v1_GetPolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  GetPolicy(argument: _thermocline_v1_GetPolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  GetPolicy(argument: _thermocline_v1_GetPolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  GetPolicy(argument: _thermocline_v1_GetPolicyRequest, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * NOT_FOUND when there is no such policy or revision.
   */
  getPolicy(argument: _thermocline_v1_GetPolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  getPolicy(argument: _thermocline_v1_GetPolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  getPolicy(argument: _thermocline_v1_GetPolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  getPolicy(argument: _thermocline_v1_GetPolicyRequest, callback: grpc.requestCallback<_thermocline_v1_GetPolicyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * In order of name, each in its latest revision.
   */
  ListPolicies(argument: _thermocline_v1_ListPoliciesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  ListPolicies(argument: _thermocline_v1_ListPoliciesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  ListPolicies(argument: _thermocline_v1_ListPoliciesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  ListPolicies(argument: _thermocline_v1_ListPoliciesRequest, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * In order of name, each in its latest revision.
   */
  listPolicies(argument: _thermocline_v1_ListPoliciesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  listPolicies(argument: _thermocline_v1_ListPoliciesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  listPolicies(argument: _thermocline_v1_ListPoliciesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  listPolicies(argument: _thermocline_v1_ListPoliciesRequest, callback: grpc.requestCallback<_thermocline_v1_ListPoliciesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Revisions of one policy, newest first.
   */
  ListPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  ListPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  ListPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  ListPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Revisions of one policy, newest first.
   */
  listPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  listPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  listPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  listPolicyRevisions(argument: _thermocline_v1_ListPolicyRevisionsRequest, callback: grpc.requestCallback<_thermocline_v1_ListPolicyRevisionsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All that is wrong with a policy, and what is worth a thought. Changes nothing.
   */
  ValidatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  ValidatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  ValidatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  ValidatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All that is wrong with a policy, and what is worth a thought. Changes nothing.
   */
  validatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  validatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  validatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  validatePolicy(argument: _thermocline_v1_ValidatePolicyRequest, callback: grpc.requestCallback<_thermocline_v1_ValidatePolicyResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Policies and their revisions. Served by the brain.
 */
export interface PolicyServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Makes the next revision of a policy, which all brains plan under from then on. INVALID_ARGUMENT (POLICY_INVALID) with
   * all that is wrong; ABORTED (CONFLICT) when the latest revision is not the one expected.
   */
  ApplyPolicy: grpc.handleUnaryCall<_thermocline_v1_ApplyPolicyRequest__Output, _thermocline_v1_ApplyPolicyResponse>;
  
  /**
   * What changes from one policy to another.
   */
  DiffPolicies: grpc.handleUnaryCall<_thermocline_v1_DiffPoliciesRequest__Output, _thermocline_v1_DiffPoliciesResponse>;
  
  /**
   * NOT_FOUND when there is no such policy or revision.
   */
  GetPolicy: grpc.handleUnaryCall<_thermocline_v1_GetPolicyRequest__Output, _thermocline_v1_GetPolicyResponse>;
  
  /**
   * In order of name, each in its latest revision.
   */
  ListPolicies: grpc.handleUnaryCall<_thermocline_v1_ListPoliciesRequest__Output, _thermocline_v1_ListPoliciesResponse>;
  
  /**
   * Revisions of one policy, newest first.
   */
  ListPolicyRevisions: grpc.handleUnaryCall<_thermocline_v1_ListPolicyRevisionsRequest__Output, _thermocline_v1_ListPolicyRevisionsResponse>;
  
  /**
   * All that is wrong with a policy, and what is worth a thought. Changes nothing.
   */
  ValidatePolicy: grpc.handleUnaryCall<_thermocline_v1_ValidatePolicyRequest__Output, _thermocline_v1_ValidatePolicyResponse>;
  
}

export interface PolicyServiceDefinition extends grpc.ServiceDefinition {
  ApplyPolicy: MethodDefinition<_thermocline_v1_ApplyPolicyRequest, _thermocline_v1_ApplyPolicyResponse, _thermocline_v1_ApplyPolicyRequest__Output, _thermocline_v1_ApplyPolicyResponse__Output>
  DiffPolicies: MethodDefinition<_thermocline_v1_DiffPoliciesRequest, _thermocline_v1_DiffPoliciesResponse, _thermocline_v1_DiffPoliciesRequest__Output, _thermocline_v1_DiffPoliciesResponse__Output>
  GetPolicy: MethodDefinition<_thermocline_v1_GetPolicyRequest, _thermocline_v1_GetPolicyResponse, _thermocline_v1_GetPolicyRequest__Output, _thermocline_v1_GetPolicyResponse__Output>
  ListPolicies: MethodDefinition<_thermocline_v1_ListPoliciesRequest, _thermocline_v1_ListPoliciesResponse, _thermocline_v1_ListPoliciesRequest__Output, _thermocline_v1_ListPoliciesResponse__Output>
  ListPolicyRevisions: MethodDefinition<_thermocline_v1_ListPolicyRevisionsRequest, _thermocline_v1_ListPolicyRevisionsResponse, _thermocline_v1_ListPolicyRevisionsRequest__Output, _thermocline_v1_ListPolicyRevisionsResponse__Output>
  ValidatePolicy: MethodDefinition<_thermocline_v1_ValidatePolicyRequest, _thermocline_v1_ValidatePolicyResponse, _thermocline_v1_ValidatePolicyRequest__Output, _thermocline_v1_ValidatePolicyResponse__Output>
}
