// Original file: proto/thermocline/v1/access.proto

import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from '../../thermocline/v1/SpaceKey.js';
import type { Coverage as _thermocline_v1_Coverage, Coverage__Output as _thermocline_v1_Coverage__Output } from '../../thermocline/v1/Coverage.js';
import type { RunColumns as _thermocline_v1_RunColumns, RunColumns__Output as _thermocline_v1_RunColumns__Output } from '../../thermocline/v1/RunColumns.js';

/**
 * One space in one window: what was looked at, and what was seen.
 */
export interface SpaceAccess {
  'space'?: (_thermocline_v1_SpaceKey | null);
  /**
   * The command line, spaces for NULs, cut at 256 bytes.
   */
  'command'?: (string);
  /**
   * cgroup v2 path; absent where there is none.
   */
  'cgroup'?: (string);
  /**
   * Tracker that looked, by name: damon, smaps-referenced.
   */
  'tracker'?: (string);
  /**
   * False for trackers too coarse to be alone a ground for a move.
   */
  'pageGranular'?: (boolean);
  'coverage'?: (_thermocline_v1_Coverage | null);
  'runs'?: (_thermocline_v1_RunColumns | null);
  '_cgroup'?: "cgroup";
}

/**
 * One space in one window: what was looked at, and what was seen.
 */
export interface SpaceAccess__Output {
  'space': (_thermocline_v1_SpaceKey__Output | null);
  /**
   * The command line, spaces for NULs, cut at 256 bytes.
   */
  'command': (string);
  /**
   * cgroup v2 path; absent where there is none.
   */
  'cgroup'?: (string);
  /**
   * Tracker that looked, by name: damon, smaps-referenced.
   */
  'tracker': (string);
  /**
   * False for trackers too coarse to be alone a ground for a move.
   */
  'pageGranular': (boolean);
  'coverage': (_thermocline_v1_Coverage__Output | null);
  'runs': (_thermocline_v1_RunColumns__Output | null);
  '_cgroup'?: "cgroup";
}
