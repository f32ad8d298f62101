// Original file: proto/thermocline/v1/plan_service.proto

import type { RuleStep as _thermocline_v1_RuleStep, RuleStep__Output as _thermocline_v1_RuleStep__Output } from '../../thermocline/v1/RuleStep.js';
import type { Direction as _thermocline_v1_Direction, Direction__Output as _thermocline_v1_Direction__Output } from '../../thermocline/v1/Direction.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A page as the brain sees it, every rule that it met, and what comes of it.
 */
export interface PageExplanation {
  'hostId'?: (string);
  'spaceKey'?: (string);
  'command'?: (string);
  'page'?: (number | string | Long);
  'pageSize'?: (number);
  'atUnixMs'?: (number | string | Long);
  'policyName'?: (string);
  'policyRevision'?: (number | string | Long);
  /**
   * The run that it is in.
   */
  'startPage'?: (number | string | Long);
  'pages'?: (number | string | Long);
  'heat'?: (number | string);
  'ageSeconds'?: (number | string);
  'node'?: (number);
  'tier'?: (number);
  'kind'?: (string);
  'staleSeconds'?: (number | string);
  'class'?: (string);
  'steps'?: (_thermocline_v1_RuleStep)[];
  /**
   * UNSPECIFIED where it stays.
   */
  'direction'?: (_thermocline_v1_Direction);
  'toNode'?: (number);
  'verdict'?: (string);
  '_node'?: "node";
  '_tier'?: "tier";
  '_toNode'?: "toNode";
}

/**
 * A page as the brain sees it, every rule that it met, and what comes of it.
 */
export interface PageExplanation__Output {
  'hostId': (string);
  'spaceKey': (string);
  'command': (string);
  'page': (string);
  'pageSize': (number);
  'atUnixMs': (string);
  'policyName': (string);
  'policyRevision': (string);
  /**
   * The run that it is in.
   */
  'startPage': (string);
  'pages': (string);
  'heat': (number);
  'ageSeconds': (number);
  'node'?: (number);
  'tier'?: (number);
  'kind': (string);
  'staleSeconds': (number);
  'class': (string);
  'steps': (_thermocline_v1_RuleStep__Output)[];
  /**
   * UNSPECIFIED where it stays.
   */
  'direction': (_thermocline_v1_Direction__Output);
  'toNode'?: (number);
  'verdict': (string);
  '_node'?: "node";
  '_tier'?: "tier";
  '_toNode'?: "toNode";
}
