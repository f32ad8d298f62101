// Original file: proto/thermocline/v1/fleet_service.proto


export interface WatchHostRequest {
  'hostId'?: (string);
}

export interface WatchHostRequest__Output {
  'hostId': (string);
}
