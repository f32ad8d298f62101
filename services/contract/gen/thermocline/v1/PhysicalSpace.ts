// Original file: proto/thermocline/v1/common.proto


/**
 * Physical page frames of one node.
 */
export interface PhysicalSpace {
  'node'?: (number);
}

/**
 * Physical page frames of one node.
 */
export interface PhysicalSpace__Output {
  'node': (number);
}
