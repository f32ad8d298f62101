// Original file: proto/thermocline/v1/hint_service.proto


export interface RemoveHintRequest {
  'id'?: (string);
}

export interface RemoveHintRequest__Output {
  'id': (string);
}
