// Original file: proto/thermocline/v1/policy.proto

import type { WorkloadClass as _thermocline_v1_WorkloadClass, WorkloadClass__Output as _thermocline_v1_WorkloadClass__Output } from '../../thermocline/v1/WorkloadClass.js';
import type { TierTarget as _thermocline_v1_TierTarget, TierTarget__Output as _thermocline_v1_TierTarget__Output } from '../../thermocline/v1/TierTarget.js';
import type { Budgets as _thermocline_v1_Budgets, Budgets__Output as _thermocline_v1_Budgets__Output } from '../../thermocline/v1/Budgets.js';
import type { Guards as _thermocline_v1_Guards, Guards__Output as _thermocline_v1_Guards__Output } from '../../thermocline/v1/Guards.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One revision of a policy. Revisions are never changed, only followed. Kept in KV bucket `policies`.
 */
export interface Policy {
  'name'?: (string);
  'revision'?: (number | string | Long);
  'createdUnixMs'?: (number | string | Long);
  'author'?: (string);
  /**
   * First match wins; the last one matches everything.
   */
  'classes'?: (_thermocline_v1_WorkloadClass)[];
  'tiers'?: (_thermocline_v1_TierTarget)[];
  'budgets'?: (_thermocline_v1_Budgets | null);
  'guards'?: (_thermocline_v1_Guards | null);
  /**
   * The YAML that this was compiled from.
   */
  'source'?: (string);
}

/**
 * One revision of a policy. Revisions are never changed, only followed. Kept in KV bucket `policies`.
 */
export interface Policy__Output {
  'name': (string);
  'revision': (string);
  'createdUnixMs': (string);
  'author': (string);
  /**
   * First match wins; the last one matches everything.
   */
  'classes': (_thermocline_v1_WorkloadClass__Output)[];
  'tiers': (_thermocline_v1_TierTarget__Output)[];
  'budgets': (_thermocline_v1_Budgets__Output | null);
  'guards': (_thermocline_v1_Guards__Output | null);
  /**
   * The YAML that this was compiled from.
   */
  'source': (string);
}
