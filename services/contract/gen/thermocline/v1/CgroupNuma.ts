// Original file: proto/thermocline/v1/host.proto

import type { NodeBytes as _thermocline_v1_NodeBytes, NodeBytes__Output as _thermocline_v1_NodeBytes__Output } from '../../thermocline/v1/NodeBytes.js';

/**
 * memory.numa_stat of one cgroup, its descendants' memory included. A cgroup without one (no memory controller there) is absent.
 */
export interface CgroupNuma {
  'path'?: (string);
  'anon'?: (_thermocline_v1_NodeBytes)[];
  'file'?: (_thermocline_v1_NodeBytes)[];
}

/**
 * memory.numa_stat of one cgroup, its descendants' memory included. A cgroup without one (no memory controller there) is absent.
 */
export interface CgroupNuma__Output {
  'path': (string);
  'anon': (_thermocline_v1_NodeBytes__Output)[];
  'file': (_thermocline_v1_NodeBytes__Output)[];
}
