// Original file: proto/thermocline/v1/actuator_service.proto


export interface GetActuatorStatusRequest {
}

export interface GetActuatorStatusRequest__Output {
}
