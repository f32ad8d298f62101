// Original file: proto/thermocline/v1/actuator_service.proto


export interface StopRequest {
}

export interface StopRequest__Output {
}
