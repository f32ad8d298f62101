// Original file: proto/thermocline/v1/actuator_service.proto


export interface SetDryRunRequest {
  'dryRun'?: (boolean);
}

export interface SetDryRunRequest__Output {
  'dryRun': (boolean);
}
