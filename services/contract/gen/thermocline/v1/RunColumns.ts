// Original file: proto/thermocline/v1/access.proto

import type { ColumnEncoding as _thermocline_v1_ColumnEncoding, ColumnEncoding__Output as _thermocline_v1_ColumnEncoding__Output } from '../../thermocline/v1/ColumnEncoding.js';

/**
 * Runs of resident pages as packed columns, one entry a run, ascending and disjoint.
 */
export interface RunColumns {
  'count'?: (number);
  'encoding'?: (_thermocline_v1_ColumnEncoding);
  /**
   * Varint (LEB128): the first run's start page, then the pages between one run's end and the next one's start.
   */
  'gaps'?: (Buffer | Uint8Array | string);
  /**
   * Varint (LEB128): pages of the run, at least 1.
   */
  'lengths'?: (Buffer | Uint8Array | string);
  /**
   * One byte a run: share of looks that saw the run accessed, 0 (never) .. 255 (every look).
   */
  'evidence'?: (Buffer | Uint8Array | string);
  /**
   * One byte a run: index into AccessBatch.nodes; 255 where the node is unknown.
   */
  'nodes'?: (Buffer | Uint8Array | string);
  /**
   * One byte a run: PageKind.
   */
  'kinds'?: (Buffer | Uint8Array | string);
}

/**
 * Runs of resident pages as packed columns, one entry a run, ascending and disjoint.
 */
export interface RunColumns__Output {
  'count': (number);
  'encoding': (_thermocline_v1_ColumnEncoding__Output);
  /**
   * Varint (LEB128): the first run's start page, then the pages between one run's end and the next one's start.
   */
  'gaps': (Buffer);
  /**
   * Varint (LEB128): pages of the run, at least 1.
   */
  'lengths': (Buffer);
  /**
   * One byte a run: share of looks that saw the run accessed, 0 (never) .. 255 (every look).
   */
  'evidence': (Buffer);
  /**
   * One byte a run: index into AccessBatch.nodes; 255 where the node is unknown.
   */
  'nodes': (Buffer);
  /**
   * One byte a run: PageKind.
   */
  'kinds': (Buffer);
}
