// Original file: proto/thermocline/v1/actuator_service.proto


export interface PauseRequest {
}

export interface PauseRequest__Output {
}
