// Original file: proto/thermocline/v1/plan.proto

import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from '../../thermocline/v1/Envelope.js';
import type { SpaceMoves as _thermocline_v1_SpaceMoves, SpaceMoves__Output as _thermocline_v1_SpaceMoves__Output } from '../../thermocline/v1/SpaceMoves.js';
import type { Reason as _thermocline_v1_Reason, Reason__Output as _thermocline_v1_Reason__Output } from '../../thermocline/v1/Reason.js';
import type { PlanGround as _thermocline_v1_PlanGround, PlanGround__Output as _thermocline_v1_PlanGround__Output } from '../../thermocline/v1/PlanGround.js';
import type { PlanRequest as _thermocline_v1_PlanRequest, PlanRequest__Output as _thermocline_v1_PlanRequest__Output } from '../../thermocline/v1/PlanRequest.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The moves that one host should make under one policy revision.
 */
export interface Plan {
  'envelope'?: (_thermocline_v1_Envelope | null);
  'planId'?: (string);
  /**
   * The plan is void from then on.
   */
  'expiresUnixMs'?: (number | string | Long);
  'policyName'?: (string);
  'policyRevision'?: (number | string | Long);
  /**
   * KV revision of the lease under which the brain planned this host; an actuator refuses any below the highest it knows.
   */
  'fencingToken'?: (number | string | Long);
  'pageSize'?: (number);
  /**
   * Demotions stand before the promotions that need their room.
   */
  'spaces'?: (_thermocline_v1_SpaceMoves)[];
  /**
   * The reasons that moves refer to by index.
   */
  'reasons'?: (_thermocline_v1_Reason)[];
  /**
   * Set on the plans that take moves back: the plan whose moves they were, or `<policy>@<revision>` for all of a revision.
   */
  'undoOf'?: (string);
  /**
   * Nothing is to be moved: shown and recorded only.
   */
  'shadow'?: (boolean);
  'moveCount'?: (number | string | Long);
  'pageCount'?: (number | string | Long);
  /**
   * What the plan as a whole was judged by.
   */
  'ground'?: (_thermocline_v1_PlanGround | null);
  /**
   * Who asked for it; absent for the plans that a policy asks for.
   */
  'requested'?: (_thermocline_v1_PlanRequest | null);
  '_undoOf'?: "undoOf";
}

/**
 * The moves that one host should make under one policy revision.
 */
export interface Plan__Output {
  'envelope': (_thermocline_v1_Envelope__Output | null);
  'planId': (string);
  /**
   * The plan is void from then on.
   */
  'expiresUnixMs': (string);
  'policyName': (string);
  'policyRevision': (string);
  /**
   * KV revision of the lease under which the brain planned this host; an actuator refuses any below the highest it knows.
   */
  'fencingToken': (string);
  'pageSize': (number);
  /**
   * Demotions stand before the promotions that need their room.
   */
  'spaces': (_thermocline_v1_SpaceMoves__Output)[];
  /**
   * The reasons that moves refer to by index.
   */
  'reasons': (_thermocline_v1_Reason__Output)[];
  /**
   * Set on the plans that take moves back: the plan whose moves they were, or `<policy>@<revision>` for all of a revision.
   */
  'undoOf'?: (string);
  /**
   * Nothing is to be moved: shown and recorded only.
   */
  'shadow': (boolean);
  'moveCount': (string);
  'pageCount': (string);
  /**
   * What the plan as a whole was judged by.
   */
  'ground': (_thermocline_v1_PlanGround__Output | null);
  /**
   * Who asked for it; absent for the plans that a policy asks for.
   */
  'requested': (_thermocline_v1_PlanRequest__Output | null);
  '_undoOf'?: "undoOf";
}
