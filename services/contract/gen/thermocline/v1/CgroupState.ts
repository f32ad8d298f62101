// Original file: proto/thermocline/v1/fleet_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What a cgroup has of the fast tier, against the limits that its class gives it.
 */
export interface CgroupState {
  'cgroup'?: (string);
  'class'?: (string);
  'fastBytes'?: (number | string | Long);
  /**
   * memory.numa_stat says so, less what cgroups below it have; else it is what looks saw of its processes.
   */
  'byNumaStat'?: (boolean);
  'floorBytes'?: (number | string | Long);
  'ceilingBytes'?: (number | string | Long);
  '_floorBytes'?: "floorBytes";
  '_ceilingBytes'?: "ceilingBytes";
}

/**
 * What a cgroup has of the fast tier, against the limits that its class gives it.
 */
export interface CgroupState__Output {
  'cgroup': (string);
  'class': (string);
  'fastBytes': (string);
  /**
   * memory.numa_stat says so, less what cgroups below it have; else it is what looks saw of its processes.
   */
  'byNumaStat': (boolean);
  'floorBytes'?: (string);
  'ceilingBytes'?: (string);
  '_floorBytes'?: "floorBytes";
  '_ceilingBytes'?: "ceilingBytes";
}
