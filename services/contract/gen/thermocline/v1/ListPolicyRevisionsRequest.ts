// Original file: proto/thermocline/v1/policy_service.proto


export interface ListPolicyRevisionsRequest {
  'name'?: (string);
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
}

export interface ListPolicyRevisionsRequest__Output {
  'name': (string);
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize': (number);
  'pageToken': (string);
}
