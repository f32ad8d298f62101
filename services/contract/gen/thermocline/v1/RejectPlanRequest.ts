// Original file: proto/thermocline/v1/plan_service.proto


export interface RejectPlanRequest {
  'planId'?: (string);
  'reason'?: (string);
}

export interface RejectPlanRequest__Output {
  'planId': (string);
  'reason': (string);
}
