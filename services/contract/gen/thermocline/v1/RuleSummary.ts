// Original file: proto/thermocline/v1/plan_service.proto

import type { Direction as _thermocline_v1_Direction, Direction__Output as _thermocline_v1_Direction__Output } from '../../thermocline/v1/Direction.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What one rule moved in a plan.
 */
export interface RuleSummary {
  'class'?: (string);
  'rule'?: (string);
  'direction'?: (_thermocline_v1_Direction);
  'moves'?: (number | string | Long);
  'pages'?: (number | string | Long);
  'bytes'?: (number | string | Long);
  'text'?: (string);
  'numbers'?: ({[key: string]: number | string});
}

/**
 * What one rule moved in a plan.
 */
export interface RuleSummary__Output {
  'class': (string);
  'rule': (string);
  'direction': (_thermocline_v1_Direction__Output);
  'moves': (string);
  'pages': (string);
  'bytes': (string);
  'text': (string);
  'numbers': ({[key: string]: number});
}
