// Original file: proto/thermocline/v1/fleet_service.proto


export interface GetBrainStatusRequest {
}

export interface GetBrainStatusRequest__Output {
}
