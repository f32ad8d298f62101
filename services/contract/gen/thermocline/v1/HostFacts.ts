// Original file: proto/thermocline/v1/host.proto

import type { NodeFacts as _thermocline_v1_NodeFacts, NodeFacts__Output as _thermocline_v1_NodeFacts__Output } from '../../thermocline/v1/NodeFacts.js';
import type { TierFacts as _thermocline_v1_TierFacts, TierFacts__Output as _thermocline_v1_TierFacts__Output } from '../../thermocline/v1/TierFacts.js';
import type { Pressure as _thermocline_v1_Pressure, Pressure__Output as _thermocline_v1_Pressure__Output } from '../../thermocline/v1/Pressure.js';
import type { CgroupNuma as _thermocline_v1_CgroupNuma, CgroupNuma__Output as _thermocline_v1_CgroupNuma__Output } from '../../thermocline/v1/CgroupNuma.js';
import type { OwnCost as _thermocline_v1_OwnCost, OwnCost__Output as _thermocline_v1_OwnCost__Output } from '../../thermocline/v1/OwnCost.js';
import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from '../../thermocline/v1/Limitation.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What a collector tells of its host with each window. What a kernel does not offer is absent, never zero.
 */
export interface HostFacts {
  'nodes'?: (_thermocline_v1_NodeFacts)[];
  'tiers'?: (_thermocline_v1_TierFacts)[];
  /**
   * Where the tiers come from: override, kernel, hmat, distance, single.
   */
  'tierSource'?: (string);
  'memoryPressure'?: (_thermocline_v1_Pressure | null);
  /**
   * proc/vmstat by name: pgmigrate_*, pgdemote_*, pgpromote_*, workingset_refault_*.
   */
  'vmstat'?: ({[key: string]: number | string | Long});
  'cgroups'?: (_thermocline_v1_CgroupNuma)[];
  'cost'?: (_thermocline_v1_OwnCost | null);
  'kernelRelease'?: (string);
  'labels'?: ({[key: string]: string});
  /**
   * Names of what the service cannot do here, with the reason.
   */
  'limitations'?: (_thermocline_v1_Limitation)[];
  /**
   * When nodes and cgroups were read, by the host's clock: at the end of the window or some time after. 0: at its end.
   */
  'readUnixMs'?: (number | string | Long);
}

/**
 * What a collector tells of its host with each window. What a kernel does not offer is absent, never zero.
 */
export interface HostFacts__Output {
  'nodes': (_thermocline_v1_NodeFacts__Output)[];
  'tiers': (_thermocline_v1_TierFacts__Output)[];
  /**
   * Where the tiers come from: override, kernel, hmat, distance, single.
   */
  'tierSource': (string);
  'memoryPressure': (_thermocline_v1_Pressure__Output | null);
  /**
   * proc/vmstat by name: pgmigrate_*, pgdemote_*, pgpromote_*, workingset_refault_*.
   */
  'vmstat': ({[key: string]: string});
  'cgroups': (_thermocline_v1_CgroupNuma__Output)[];
  'cost': (_thermocline_v1_OwnCost__Output | null);
  'kernelRelease': (string);
  'labels': ({[key: string]: string});
  /**
   * Names of what the service cannot do here, with the reason.
   */
  'limitations': (_thermocline_v1_Limitation__Output)[];
  /**
   * When nodes and cgroups were read, by the host's clock: at the end of the window or some time after. 0: at its end.
   */
  'readUnixMs': (string);
}
