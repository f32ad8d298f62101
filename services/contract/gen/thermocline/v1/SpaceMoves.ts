// Original file: proto/thermocline/v1/plan.proto

import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from '../../thermocline/v1/SpaceKey.js';
import type { Direction as _thermocline_v1_Direction, Direction__Output as _thermocline_v1_Direction__Output } from '../../thermocline/v1/Direction.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from '../../thermocline/v1/PageRanges.js';
import type { MoverKind as _thermocline_v1_MoverKind, MoverKind__Output as _thermocline_v1_MoverKind__Output } from '../../thermocline/v1/MoverKind.js';
import type { Advice as _thermocline_v1_Advice, Advice__Output as _thermocline_v1_Advice__Output } from '../../thermocline/v1/Advice.js';

/**
 * Moves of one space, one direction and one pair of nodes.
 */
export interface SpaceMoves {
  'space'?: (_thermocline_v1_SpaceKey | null);
  'command'?: (string);
  'cgroup'?: (string);
  'class'?: (string);
  'direction'?: (_thermocline_v1_Direction);
  'fromNode'?: (number);
  'toNode'?: (number);
  /**
   * One move a range.
   */
  'ranges'?: (_thermocline_v1_PageRanges | null);
  /**
   * One byte a move: index into Plan.reasons.
   */
  'reasons'?: (Buffer | Uint8Array | string);
  /**
   * One byte a move: heat when planned, 0..255 for 0..1.
   */
  'heat'?: (Buffer | Uint8Array | string);
  /**
   * Varint (LEB128), one a move: age in seconds when planned.
   */
  'ageSeconds'?: (Buffer | Uint8Array | string);
  /**
   * How to move them; unset: by the space (process: move-pages, file: own-mapping, physical: damos).
   */
  'mover'?: (_thermocline_v1_MoverKind);
  /**
   * With mover MADVISE only; unset: ADVICE_PAGEOUT.
   */
  'advice'?: (_thermocline_v1_Advice);
  '_cgroup'?: "cgroup";
}

/**
 * Moves of one space, one direction and one pair of nodes.
 */
export interface SpaceMoves__Output {
  'space': (_thermocline_v1_SpaceKey__Output | null);
  'command': (string);
  'cgroup'?: (string);
  'class': (string);
  'direction': (_thermocline_v1_Direction__Output);
  'fromNode': (number);
  'toNode': (number);
  /**
   * One move a range.
   */
  'ranges': (_thermocline_v1_PageRanges__Output | null);
  /**
   * One byte a move: index into Plan.reasons.
   */
  'reasons': (Buffer);
  /**
   * One byte a move: heat when planned, 0..255 for 0..1.
   */
  'heat': (Buffer);
  /**
   * Varint (LEB128), one a move: age in seconds when planned.
   */
  'ageSeconds': (Buffer);
  /**
   * How to move them; unset: by the space (process: move-pages, file: own-mapping, physical: damos).
   */
  'mover': (_thermocline_v1_MoverKind__Output);
  /**
   * With mover MADVISE only; unset: ADVICE_PAGEOUT.
   */
  'advice': (_thermocline_v1_Advice__Output);
  '_cgroup'?: "cgroup";
}
