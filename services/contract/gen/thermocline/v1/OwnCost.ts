// Original file: proto/thermocline/v1/host.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What watching cost since the collector's start.
 */
export interface OwnCost {
  'processCpuSeconds'?: (number | string);
  /**
   * CPU of the kernel threads that work for us (kdamond).
   */
  'kernelCpuSeconds'?: (number | string);
  'residentBytes'?: (number | string | Long);
  'droppedBatches'?: (number | string | Long);
  '_kernelCpuSeconds'?: "kernelCpuSeconds";
}

/**
 * What watching cost since the collector's start.
 */
export interface OwnCost__Output {
  'processCpuSeconds': (number);
  /**
   * CPU of the kernel threads that work for us (kdamond).
   */
  'kernelCpuSeconds'?: (number);
  'residentBytes': (string);
  'droppedBatches': (string);
  '_kernelCpuSeconds'?: "kernelCpuSeconds";
}
