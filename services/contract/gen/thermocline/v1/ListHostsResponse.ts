// Original file: proto/thermocline/v1/fleet_service.proto

import type { HostState as _thermocline_v1_HostState, HostState__Output as _thermocline_v1_HostState__Output } from '../../thermocline/v1/HostState.js';

export interface ListHostsResponse {
  'hosts'?: (_thermocline_v1_HostState)[];
  'nextPageToken'?: (string);
}

export interface ListHostsResponse__Output {
  'hosts': (_thermocline_v1_HostState__Output)[];
  'nextPageToken': (string);
}
