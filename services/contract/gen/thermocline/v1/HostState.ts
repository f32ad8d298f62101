// Original file: proto/thermocline/v1/fleet_service.proto

import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from '../../thermocline/v1/HostFacts.js';
import type { ClassState as _thermocline_v1_ClassState, ClassState__Output as _thermocline_v1_ClassState__Output } from '../../thermocline/v1/ClassState.js';
import type { CgroupState as _thermocline_v1_CgroupState, CgroupState__Output as _thermocline_v1_CgroupState__Output } from '../../thermocline/v1/CgroupState.js';
import type { RuleState as _thermocline_v1_RuleState, RuleState__Output as _thermocline_v1_RuleState__Output } from '../../thermocline/v1/RuleState.js';
import type { Long } from '@grpc/proto-loader';

/**
 * One host, as the brain that holds its partition knows it.
 */
export interface HostState {
  'hostId'?: (string);
  'bootId'?: (string);
  'lastBatchUnixMs'?: (number | string | Long);
  'lastSequence'?: (number | string | Long);
  'facts'?: (_thermocline_v1_HostFacts | null);
  'classes'?: (_thermocline_v1_ClassState)[];
  /**
   * Share of accesses that hit a slow tier, estimated from access bits; absent before the first batch with heat.
   */
  'starEstimate'?: (number | string);
  /**
   * Share of watched memory that is in a slow tier.
   */
  'strr'?: (number | string);
  'runs'?: (number | string | Long);
  'spaces'?: (number | string | Long);
  'pagesMoved'?: (number | string | Long);
  /**
   * Messages, and spaces of messages, that were left out, by reason: repeat, former-boot, from-the-future, late,
   * too-many-spaces, malformed and others.
   */
  'dropped'?: ({[key: string]: number | string | Long});
  /**
   * Those whose class has a floor or a ceiling, in order of class and path.
   */
  'cgroups'?: (_thermocline_v1_CgroupState)[];
  /**
   * Custom rules that were asked for spaces of this host.
   */
  'rules'?: (_thermocline_v1_RuleState)[];
  '_starEstimate'?: "starEstimate";
  '_strr'?: "strr";
}

/**
 * One host, as the brain that holds its partition knows it.
 */
export interface HostState__Output {
  'hostId': (string);
  'bootId': (string);
  'lastBatchUnixMs': (string);
  'lastSequence': (string);
  'facts': (_thermocline_v1_HostFacts__Output | null);
  'classes': (_thermocline_v1_ClassState__Output)[];
  /**
   * Share of accesses that hit a slow tier, estimated from access bits; absent before the first batch with heat.
   */
  'starEstimate'?: (number);
  /**
   * Share of watched memory that is in a slow tier.
   */
  'strr'?: (number);
  'runs': (string);
  'spaces': (string);
  'pagesMoved': (string);
  /**
   * Messages, and spaces of messages, that were left out, by reason: repeat, former-boot, from-the-future, late,
   * too-many-spaces, malformed and others.
   */
  'dropped': ({[key: string]: string});
  /**
   * Those whose class has a floor or a ceiling, in order of class and path.
   */
  'cgroups': (_thermocline_v1_CgroupState__Output)[];
  /**
   * Custom rules that were asked for spaces of this host.
   */
  'rules': (_thermocline_v1_RuleState__Output)[];
  '_starEstimate'?: "starEstimate";
  '_strr'?: "strr";
}
