// Original file: proto/thermocline/v1/plan_service.proto


export interface GetPlanRequest {
  'planId'?: (string);
}

export interface GetPlanRequest__Output {
  'planId': (string);
}
