// Original file: proto/thermocline/v1/outcome.proto

import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from '../../thermocline/v1/Envelope.js';
import type { OutcomeState as _thermocline_v1_OutcomeState, OutcomeState__Output as _thermocline_v1_OutcomeState__Output } from '../../thermocline/v1/OutcomeState.js';
import type { SpaceOutcome as _thermocline_v1_SpaceOutcome, SpaceOutcome__Output as _thermocline_v1_SpaceOutcome__Output } from '../../thermocline/v1/SpaceOutcome.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from '../../thermocline/v1/Totals.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What became of a plan. Subject: thermocline.v1.outcome.<part>.<host>.
 */
export interface Outcome {
  'envelope'?: (_thermocline_v1_Envelope | null);
  'planId'?: (string);
  'state'?: (_thermocline_v1_OutcomeState);
  /**
   * Of the refusal or the end: a name (expired, forged, other-host …) and a sentence.
   */
  'reason'?: (string);
  'reasonText'?: (string);
  'policyRevision'?: (number | string | Long);
  'startedUnixMs'?: (number | string | Long);
  'finishedUnixMs'?: (number | string | Long);
  'spaces'?: (_thermocline_v1_SpaceOutcome)[];
  'totals'?: (_thermocline_v1_Totals | null);
  /**
   * Reported more than once as a plan goes on: part 0 .. n, the last one with state COMPLETED.
   */
  'part'?: (number);
}

/**
 * What became of a plan. Subject: thermocline.v1.outcome.<part>.<host>.
 */
export interface Outcome__Output {
  'envelope': (_thermocline_v1_Envelope__Output | null);
  'planId': (string);
  'state': (_thermocline_v1_OutcomeState__Output);
  /**
   * Of the refusal or the end: a name (expired, forged, other-host …) and a sentence.
   */
  'reason': (string);
  'reasonText': (string);
  'policyRevision': (string);
  'startedUnixMs': (string);
  'finishedUnixMs': (string);
  'spaces': (_thermocline_v1_SpaceOutcome__Output)[];
  'totals': (_thermocline_v1_Totals__Output | null);
  /**
   * Reported more than once as a plan goes on: part 0 .. n, the last one with state COMPLETED.
   */
  'part': (number);
}
