// Original file: proto/thermocline/v1/rollout_service.proto


export interface ListRolloutsRequest {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
}

export interface ListRolloutsRequest__Output {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize': (number);
  'pageToken': (string);
}
