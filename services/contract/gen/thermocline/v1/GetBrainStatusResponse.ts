// Original file: proto/thermocline/v1/fleet_service.proto

import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from '../../thermocline/v1/Limitation.js';
import type { Long } from '@grpc/proto-loader';

export interface GetBrainStatusResponse {
  'brainId'?: (string);
  'version'?: (string);
  'hosts'?: (number | string | Long);
  'batches'?: (number | string | Long);
  'plans'?: (number | string | Long);
  'deadLetters'?: (number | string | Long);
  'policyName'?: (string);
  'policyRevision'?: (number | string | Long);
  'limitations'?: (_thermocline_v1_Limitation)[];
  /**
   * Of the 64: those whose lease this brain holds.
   */
  'partitions'?: (number);
  /**
   * Ids of all brains that are here, this one included.
   */
  'brains'?: (string)[];
}

export interface GetBrainStatusResponse__Output {
  'brainId': (string);
  'version': (string);
  'hosts': (string);
  'batches': (string);
  'plans': (string);
  'deadLetters': (string);
  'policyName': (string);
  'policyRevision': (string);
  'limitations': (_thermocline_v1_Limitation__Output)[];
  /**
   * Of the 64: those whose lease this brain holds.
   */
  'partitions': (number);
  /**
   * Ids of all brains that are here, this one included.
   */
  'brains': (string)[];
}
