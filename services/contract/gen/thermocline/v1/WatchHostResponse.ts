// Original file: proto/thermocline/v1/fleet_service.proto

import type { HostState as _thermocline_v1_HostState, HostState__Output as _thermocline_v1_HostState__Output } from '../../thermocline/v1/HostState.js';

export interface WatchHostResponse {
  'host'?: (_thermocline_v1_HostState | null);
}

export interface WatchHostResponse__Output {
  'host': (_thermocline_v1_HostState__Output | null);
}
