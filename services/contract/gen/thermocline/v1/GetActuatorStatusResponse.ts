// Original file: proto/thermocline/v1/actuator_service.proto

import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from '../../thermocline/v1/Limitation.js';
import type { Totals as _thermocline_v1_Totals, Totals__Output as _thermocline_v1_Totals__Output } from '../../thermocline/v1/Totals.js';
import type { LocalControl as _thermocline_v1_LocalControl, LocalControl__Output as _thermocline_v1_LocalControl__Output } from '../../thermocline/v1/LocalControl.js';
import type { MoverStatus as _thermocline_v1_MoverStatus, MoverStatus__Output as _thermocline_v1_MoverStatus__Output } from '../../thermocline/v1/MoverStatus.js';
import type { PairStatus as _thermocline_v1_PairStatus, PairStatus__Output as _thermocline_v1_PairStatus__Output } from '../../thermocline/v1/PairStatus.js';
import type { SafetyNetStatus as _thermocline_v1_SafetyNetStatus, SafetyNetStatus__Output as _thermocline_v1_SafetyNetStatus__Output } from '../../thermocline/v1/SafetyNetStatus.js';
import type { Long } from '@grpc/proto-loader';

export interface GetActuatorStatusResponse {
  'hostId'?: (string);
  'bootId'?: (string);
  'version'?: (string);
  'limitations'?: (_thermocline_v1_Limitation)[];
  /**
   * Plan under way; empty when there is none.
   */
  'planId'?: (string);
  'plansWaiting'?: (number);
  'plansCompleted'?: (number | string | Long);
  'plansRefused'?: (number | string | Long);
  'totals'?: (_thermocline_v1_Totals | null);
  'limitBytesPerSecond'?: (number | string | Long);
  /**
   * Since a Control was heard; absent before the first.
   */
  'controlAgeSeconds'?: (number | string);
  'highestFencingToken'?: (number | string | Long);
  /**
   * Why nothing is begun now, when that is so: no-control, stopped, paused, stopped-here, paused-here.
   */
  'heldBackBy'?: (string);
  'localControl'?: (_thermocline_v1_LocalControl | null);
  /**
   * Every mover, and what its trial at start came to.
   */
  'movers'?: (_thermocline_v1_MoverStatus)[];
  /**
   * Every pair of nodes that pages were moved between since the start.
   */
  'pairs'?: (_thermocline_v1_PairStatus)[];
  /**
   * Absent where it is switched off.
   */
  'safetyNet'?: (_thermocline_v1_SafetyNetStatus | null);
  '_controlAgeSeconds'?: "controlAgeSeconds";
  '_safetyNet'?: "safetyNet";
}

export interface GetActuatorStatusResponse__Output {
  'hostId': (string);
  'bootId': (string);
  'version': (string);
  'limitations': (_thermocline_v1_Limitation__Output)[];
  /**
   * Plan under way; empty when there is none.
   */
  'planId': (string);
  'plansWaiting': (number);
  'plansCompleted': (string);
  'plansRefused': (string);
  'totals': (_thermocline_v1_Totals__Output | null);
  'limitBytesPerSecond': (string);
  /**
   * Since a Control was heard; absent before the first.
   */
  'controlAgeSeconds'?: (number);
  'highestFencingToken': (string);
  /**
   * Why nothing is begun now, when that is so: no-control, stopped, paused, stopped-here, paused-here.
   */
  'heldBackBy': (string);
  'localControl': (_thermocline_v1_LocalControl__Output | null);
  /**
   * Every mover, and what its trial at start came to.
   */
  'movers': (_thermocline_v1_MoverStatus__Output)[];
  /**
   * Every pair of nodes that pages were moved between since the start.
   */
  'pairs': (_thermocline_v1_PairStatus__Output)[];
  /**
   * Absent where it is switched off.
   */
  'safetyNet'?: (_thermocline_v1_SafetyNetStatus__Output | null);
  '_controlAgeSeconds'?: "controlAgeSeconds";
  '_safetyNet'?: "safetyNet";
}
