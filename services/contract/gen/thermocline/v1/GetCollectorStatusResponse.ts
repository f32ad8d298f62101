// Original file: proto/thermocline/v1/collector_service.proto

import type { TrackerStatus as _thermocline_v1_TrackerStatus, TrackerStatus__Output as _thermocline_v1_TrackerStatus__Output } from '../../thermocline/v1/TrackerStatus.js';
import type { Limitation as _thermocline_v1_Limitation, Limitation__Output as _thermocline_v1_Limitation__Output } from '../../thermocline/v1/Limitation.js';
import type { HostFacts as _thermocline_v1_HostFacts, HostFacts__Output as _thermocline_v1_HostFacts__Output } from '../../thermocline/v1/HostFacts.js';
import type { Long } from '@grpc/proto-loader';

export interface GetCollectorStatusResponse {
  'hostId'?: (string);
  'bootId'?: (string);
  'version'?: (string);
  'trackers'?: (_thermocline_v1_TrackerStatus)[];
  'limitations'?: (_thermocline_v1_Limitation)[];
  'watchedProcesses'?: (number);
  'windows'?: (number | string | Long);
  'batchesPublished'?: (number | string | Long);
  'batchesSpooled'?: (number | string | Long);
  'batchesDropped'?: (number | string | Long);
  'facts'?: (_thermocline_v1_HostFacts | null);
}

export interface GetCollectorStatusResponse__Output {
  'hostId': (string);
  'bootId': (string);
  'version': (string);
  'trackers': (_thermocline_v1_TrackerStatus__Output)[];
  'limitations': (_thermocline_v1_Limitation__Output)[];
  'watchedProcesses': (number);
  'windows': (string);
  'batchesPublished': (string);
  'batchesSpooled': (string);
  'batchesDropped': (string);
  'facts': (_thermocline_v1_HostFacts__Output | null);
}
