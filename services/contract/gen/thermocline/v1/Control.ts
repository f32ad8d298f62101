// Original file: proto/thermocline/v1/control.proto

import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from '../../thermocline/v1/Envelope.js';
import type { WithdrawnRevision as _thermocline_v1_WithdrawnRevision, WithdrawnRevision__Output as _thermocline_v1_WithdrawnRevision__Output } from '../../thermocline/v1/WithdrawnRevision.js';
import type { Limits as _thermocline_v1_Limits, Limits__Output as _thermocline_v1_Limits__Output } from '../../thermocline/v1/Limits.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What holds for an actuator from now on; each message is whole and replaces the one before it on its subject.
 */
export interface Control {
  /**
   * host_id is empty on control.all; boot_id always. The sequence rises; a lower one than the last is dropped.
   */
  'envelope'?: (_thermocline_v1_Envelope | null);
  /**
   * Newest revision of each policy by name; for a reader to show, not to refuse by.
   */
  'policyRevisions'?: ({[key: string]: number | string | Long});
  'withdrawnRevisions'?: (_thermocline_v1_WithdrawnRevision)[];
  'withdrawnPlans'?: (string)[];
  /**
   * Kill switch: end at once what is under way, begin nothing.
   */
  'stop'?: (boolean);
  /**
   * Begin nothing; what is under way goes on.
   */
  'pause'?: (boolean);
  'limits'?: (_thermocline_v1_Limits | null);
  /**
   * Plans with a lower token are refused. On control.<part>.<host> alone: tokens belong to a partition.
   */
  'lowestFencingToken'?: (number | string | Long);
}

/**
 * What holds for an actuator from now on; each message is whole and replaces the one before it on its subject.
 */
export interface Control__Output {
  /**
   * host_id is empty on control.all; boot_id always. The sequence rises; a lower one than the last is dropped.
   */
  'envelope': (_thermocline_v1_Envelope__Output | null);
  /**
   * Newest revision of each policy by name; for a reader to show, not to refuse by.
   */
  'policyRevisions': ({[key: string]: string});
  'withdrawnRevisions': (_thermocline_v1_WithdrawnRevision__Output)[];
  'withdrawnPlans': (string)[];
  /**
   * Kill switch: end at once what is under way, begin nothing.
   */
  'stop': (boolean);
  /**
   * Begin nothing; what is under way goes on.
   */
  'pause': (boolean);
  'limits': (_thermocline_v1_Limits__Output | null);
  /**
   * Plans with a lower token are refused. On control.<part>.<host> alone: tokens belong to a partition.
   */
  'lowestFencingToken': (string);
}
