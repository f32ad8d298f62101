// Original file: proto/thermocline/v1/hint_service.proto


export interface RemoveHintResponse {
}

export interface RemoveHintResponse__Output {
}
