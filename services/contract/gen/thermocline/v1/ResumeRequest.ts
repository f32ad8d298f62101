// Original file: proto/thermocline/v1/actuator_service.proto


export interface ResumeRequest {
}

export interface ResumeRequest__Output {
}
