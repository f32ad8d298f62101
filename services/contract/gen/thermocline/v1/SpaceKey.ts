// Original file: proto/thermocline/v1/common.proto

import type { ProcessSpace as _thermocline_v1_ProcessSpace, ProcessSpace__Output as _thermocline_v1_ProcessSpace__Output } from '../../thermocline/v1/ProcessSpace.js';
import type { FileSpace as _thermocline_v1_FileSpace, FileSpace__Output as _thermocline_v1_FileSpace__Output } from '../../thermocline/v1/FileSpace.js';
import type { PhysicalSpace as _thermocline_v1_PhysicalSpace, PhysicalSpace__Output as _thermocline_v1_PhysicalSpace__Output } from '../../thermocline/v1/PhysicalSpace.js';

/**
 * What page numbers count in.
 */
export interface SpaceKey {
  'process'?: (_thermocline_v1_ProcessSpace | null);
  'file'?: (_thermocline_v1_FileSpace | null);
  'physical'?: (_thermocline_v1_PhysicalSpace | null);
  'key'?: "process"|"file"|"physical";
}

/**
 * What page numbers count in.
 */
export interface SpaceKey__Output {
  'process'?: (_thermocline_v1_ProcessSpace__Output | null);
  'file'?: (_thermocline_v1_FileSpace__Output | null);
  'physical'?: (_thermocline_v1_PhysicalSpace__Output | null);
  'key'?: "process"|"file"|"physical";
}
