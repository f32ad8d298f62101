// Original file: proto/thermocline/v1/plan_service.proto


export interface ApprovePlanRequest {
  'planId'?: (string);
  'reason'?: (string);
}

export interface ApprovePlanRequest__Output {
  'planId': (string);
  'reason': (string);
}
