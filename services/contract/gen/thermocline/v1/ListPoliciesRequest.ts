// Original file: proto/thermocline/v1/policy_service.proto


export interface ListPoliciesRequest {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
}

export interface ListPoliciesRequest__Output {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize': (number);
  'pageToken': (string);
}
