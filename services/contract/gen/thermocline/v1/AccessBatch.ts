// Original file: proto/thermocline/v1/access.proto

import type { Envelope as _thermocline_v1_Envelope, Envelope__Output as _thermocline_v1_Envelope__Output } from '../../thermocline/v1/Envelope.js';
import type { Window as _thermocline_v1_Window, Window__Output as _thermocline_v1_Window__Output } from '../../thermocline/v1/Window.js';
import type { SpaceAccess as _thermocline_v1_SpaceAccess, SpaceAccess__Output as _thermocline_v1_SpaceAccess__Output } from '../../thermocline/v1/SpaceAccess.js';
import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from '../../thermocline/v1/HostFacts.js';
import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from '../../thermocline/v1/SpaceKey.js';

/**
 * What one collector saw in one window. Subject: thermocline.v1.access.<part>.<host>.
 */
export interface AccessBatch {
  'envelope'?: (_thermocline_v1_Envelope | null);
  'window'?: (_thermocline_v1_Window | null);
  /**
   * A window too large for one message is sent in parts: part 0 .. parts - 1, each whole in itself.
   */
  'part'?: (number);
  'parts'?: (number);
  /**
   * Base page size in bytes; page numbers count in it.
   */
  'pageSize'?: (number);
  /**
   * Ids of the nodes that node columns index.
   */
  'nodes'?: (number)[];
  'spaces'?: (_thermocline_v1_SpaceAccess)[];
  /**
   * Facts of the host as a whole; in part 0 alone.
   */
  'host'?: (_thermocline_v1_HostFacts | null);
  /**
   * Spaces that ended in this window. In part 0 alone.
   */
  'ended'?: (_thermocline_v1_SpaceKey)[];
}

/**
 * What one collector saw in one window. Subject: thermocline.v1.access.<part>.<host>.
 */
export interface AccessBatch__Output {
  'envelope': (_thermocline_v1_Envelope__Output | null);
  'window': (_thermocline_v1_Window__Output | null);
  /**
   * A window too large for one message is sent in parts: part 0 .. parts - 1, each whole in itself.
   */
  'part': (number);
  'parts': (number);
  /**
   * Base page size in bytes; page numbers count in it.
   */
  'pageSize': (number);
  /**
   * Ids of the nodes that node columns index.
   */
  'nodes': (number)[];
  'spaces': (_thermocline_v1_SpaceAccess__Output)[];
  /**
   * Facts of the host as a whole; in part 0 alone.
   */
  'host': (_thermocline_v1_HostFacts__Output | null);
  /**
   * Spaces that ended in this window. In part 0 alone.
   */
  'ended': (_thermocline_v1_SpaceKey__Output)[];
}
