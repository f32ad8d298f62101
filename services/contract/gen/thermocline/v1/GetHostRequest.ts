// Original file: proto/thermocline/v1/fleet_service.proto


export interface GetHostRequest {
  'hostId'?: (string);
}

export interface GetHostRequest__Output {
  'hostId': (string);
}
