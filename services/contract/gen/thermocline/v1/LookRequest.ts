// Original file: proto/thermocline/v1/look.proto

import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from '../../thermocline/v1/SpaceKey.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What an actuator asks the collector of its own host before it demotes: which pages were accessed since the plan was made.
 * Over a Unix socket, each message behind its length (four bytes, big-endian); one answer a question, in order.
 */
export interface LookRequest {
  'space'?: (_thermocline_v1_SpaceKey | null);
  /**
   * Of interest are windows that ended after this, by the host's clock.
   */
  'sinceUnixMs'?: (number | string | Long);
  /**
   * Of interest are pages from the first to the last, this one included.
   */
  'firstPage'?: (number | string | Long);
  'lastPage'?: (number | string | Long);
}

/**
 * What an actuator asks the collector of its own host before it demotes: which pages were accessed since the plan was made.
 * Over a Unix socket, each message behind its length (four bytes, big-endian); one answer a question, in order.
 */
export interface LookRequest__Output {
  'space': (_thermocline_v1_SpaceKey__Output | null);
  /**
   * Of interest are windows that ended after this, by the host's clock.
   */
  'sinceUnixMs': (string);
  /**
   * Of interest are pages from the first to the last, this one included.
   */
  'firstPage': (string);
  'lastPage': (string);
}
