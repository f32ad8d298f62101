// Original file: proto/thermocline/v1/access.proto

import type { PageRanges as _thermocline_v1_PageRanges, PageRanges__Output as _thermocline_v1_PageRanges__Output } from '../../thermocline/v1/PageRanges.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What was not looked at is never taken for cold, and age runs only over observed windows.
 */
export interface Coverage {
  /**
   * Ranges looked at.
   */
  'ranges'?: (_thermocline_v1_PageRanges | null);
  /**
   * Looks the tracker took at each page (or at the region it stands for) in the window.
   */
  'looks'?: (number);
  /**
   * When what is resident, node and kind were last read: a page that moved later is not where the columns say. 0: never.
   */
  'residencyUnixMs'?: (number | string | Long);
}

/**
 * What was not looked at is never taken for cold, and age runs only over observed windows.
 */
export interface Coverage__Output {
  /**
   * Ranges looked at.
   */
  'ranges': (_thermocline_v1_PageRanges__Output | null);
  /**
   * Looks the tracker took at each page (or at the region it stands for) in the window.
   */
  'looks': (number);
  /**
   * When what is resident, node and kind were last read: a page that moved later is not where the columns say. 0: never.
   */
  'residencyUnixMs': (string);
}
