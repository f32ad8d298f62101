// Original file: proto/thermocline/v1/outcome.proto

import type { SpaceKey as _thermocline_v1_SpaceKey, SpaceKey__Output as _thermocline_v1_SpaceKey__Output } from '../../thermocline/v1/SpaceKey.js';
import type { Direction as _thermocline_v1_Direction, Direction__Output as _thermocline_v1_Direction__Output } from '../../thermocline/v1/Direction.js';
import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from '../../thermocline/v1/PageRanges.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Sub-runs of one SpaceMoves, by what became of them, as columns.
 */
export interface SpaceOutcome {
  /**
   * Index into Plan.spaces.
   */
  'movesIndex'?: (number);
  'space'?: (_thermocline_v1_SpaceKey | null);
  'direction'?: (_thermocline_v1_Direction);
  'fromNode'?: (number);
  'toNode'?: (number);
  'subRuns'?: (_thermocline_v1_PageRanges | null);
  /**
   * One byte a sub-run: SubRunResult.
   */
  'results'?: (Buffer | Uint8Array | string);
  /**
   * Varint (LEB128), one a sub-run: errno for FAILED, index into `skip_reasons` for SKIPPED, else 0.
   */
  'details'?: (Buffer | Uint8Array | string);
  'skipReasons'?: (string)[];
  'bytesMoved'?: (number | string | Long);
  /**
   * Time within the calls that moved.
   */
  'seconds'?: (number | string);
  /**
   * How old the look was that the last guard before a demotion went by; absent where there was none.
   */
  'lastLookAgeSeconds'?: (number | string);
  '_lastLookAgeSeconds'?: "lastLookAgeSeconds";
}

/**
 * Sub-runs of one SpaceMoves, by what became of them, as columns.
 */
export interface SpaceOutcome__Output {
  /**
   * Index into Plan.spaces.
   */
  'movesIndex': (number);
  'space': (_thermocline_v1_SpaceKey__Output | null);
  'direction': (_thermocline_v1_Direction__Output);
  'fromNode': (number);
  'toNode': (number);
  'subRuns': (_thermocline_v1_PageRanges__Output | null);
  /**
   * One byte a sub-run: SubRunResult.
   */
  'results': (Buffer);
  /**
   * Varint (LEB128), one a sub-run: errno for FAILED, index into `skip_reasons` for SKIPPED, else 0.
   */
  'details': (Buffer);
  'skipReasons': (string)[];
  'bytesMoved': (string);
  /**
   * Time within the calls that moved.
   */
  'seconds': (number);
  /**
   * How old the look was that the last guard before a demotion went by; absent where there was none.
   */
  'lastLookAgeSeconds'?: (number);
  '_lastLookAgeSeconds'?: "lastLookAgeSeconds";
}
