// Original file: proto/thermocline/v1/look.proto

import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from '../../thermocline/v1/PageRanges.js';

/**
 * Runs that were seen accessed in one window.
 */
export interface AccessedRuns {
  'ranges'?: (_thermocline_v1_PageRanges | null);
  /**
   * One byte a range: share of looks that saw it accessed, 1..255 for above 0..1.
   */
  'evidence'?: (Buffer | Uint8Array | string);
}

/**
 * Runs that were seen accessed in one window.
 */
export interface AccessedRuns__Output {
  'ranges': (_thermocline_v1_PageRanges__Output | null);
  /**
   * One byte a range: share of looks that saw it accessed, 1..255 for above 0..1.
   */
  'evidence': (Buffer);
}
