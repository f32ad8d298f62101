// Original file: proto/thermocline/v1/common.proto


/**
 * Page ranges as columns: both varint (LEB128), one entry a range, ascending and disjoint.
 * gap[0] is the first range's start page; gap[i] the pages between the end of range i-1 and the start of range i.
 */
export interface PageRanges {
  'count'?: (number);
  'gaps'?: (Buffer | Uint8Array | string);
  'lengths'?: (Buffer | Uint8Array | string);
}

/**
 * Page ranges as columns: both varint (LEB128), one entry a range, ascending and disjoint.
 * gap[0] is the first range's start page; gap[i] the pages between the end of range i-1 and the start of range i.
 */
export interface PageRanges__Output {
  'count': (number);
  'gaps': (Buffer);
  'lengths': (Buffer);
}
