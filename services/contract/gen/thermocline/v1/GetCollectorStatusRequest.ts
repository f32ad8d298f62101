// Original file: proto/thermocline/v1/collector_service.proto


export interface GetCollectorStatusRequest {
}

export interface GetCollectorStatusRequest__Output {
}
