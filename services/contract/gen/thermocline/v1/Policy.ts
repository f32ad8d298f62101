// Original file: proto/thermocline/v1/policy.proto

import type { WorkloadClass as _thermocline_v1_WorkloadClass, WorkloadClass__Output as _thermocline_v1_WorkloadClass__Output } from '../../thermocline/v1/WorkloadClass.js';
import type { TierTarget as _thermocline_v1_TierTarget, TierTarget__Output as _thermocline_v1_TierTarget__Output } from '../../thermocline/v1/TierTarget.js';
import type { Budgets as _thermocline_v1_Budgets, Budgets__Output as _thermocline_v1_Budgets__Output } from '../../thermocline/v1/Budgets.js';
import type { Guards as _thermocline_v1_Guards, Guards__Output as _thermocline_v1_Guards__Output } from '../../thermocline/v1/Guards.js';
import type { Payback as _thermocline_v1_Payback, Payback__Output as _thermocline_v1_Payback__Output } from '../../thermocline/v1/Payback.js';
import type { Goals as _thermocline_v1_Goals, Goals__Output as _thermocline_v1_Goals__Output } from '../../thermocline/v1/Goals.js';
import type { Prices as _thermocline_v1_Prices, Prices__Output as _thermocline_v1_Prices__Output } from '../../thermocline/v1/Prices.js';
import type { CustomRule as _thermocline_v1_CustomRule, CustomRule__Output as _thermocline_v1_CustomRule__Output } from '../../thermocline/v1/CustomRule.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One revision of a policy. Revisions are never changed, only followed. Kept in KV bucket `policies` under <name>.<revision>.
 */
export interface Policy {
  'name'?: (string);
  'revision'?: (number | string | Long);
  'createdUnixMs'?: (number | string | Long);
  /**
   * Who applied it, as the transport proved; the id of a brain for the policy of its configuration.
   */
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
  /**
   * Observed time after which a look weighs half as much in heat.
   */
  'heatHalfLifeSeconds'?: (number | string);
  /**
   * Every move pays when absent.
   */
  'payback'?: (_thermocline_v1_Payback | null);
  /**
   * Thresholds stay as they are when absent.
   */
  'goals'?: (_thermocline_v1_Goals | null);
  /**
   * Plans wait until a person approves of them.
   */
  'approval'?: (boolean);
  'prices'?: (_thermocline_v1_Prices | null);
  'customRules'?: (_thermocline_v1_CustomRule)[];
}

/**
 * One revision of a policy. Revisions are never changed, only followed. Kept in KV bucket `policies` under <name>.<revision>.
 */
export interface Policy__Output {
  'name': (string);
  'revision': (string);
  'createdUnixMs': (string);
  /**
   * Who applied it, as the transport proved; the id of a brain for the policy of its configuration.
   */
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
  /**
   * Observed time after which a look weighs half as much in heat.
   */
  'heatHalfLifeSeconds': (number);
  /**
   * Every move pays when absent.
   */
  'payback': (_thermocline_v1_Payback__Output | null);
  /**
   * Thresholds stay as they are when absent.
   */
  'goals': (_thermocline_v1_Goals__Output | null);
  /**
   * Plans wait until a person approves of them.
   */
  'approval': (boolean);
  'prices': (_thermocline_v1_Prices__Output | null);
  'customRules': (_thermocline_v1_CustomRule__Output)[];
}
