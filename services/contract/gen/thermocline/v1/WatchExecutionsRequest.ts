// Original file: proto/thermocline/v1/actuator_service.proto


export interface WatchExecutionsRequest {
}

export interface WatchExecutionsRequest__Output {
}
