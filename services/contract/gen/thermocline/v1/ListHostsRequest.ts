// Original file: proto/thermocline/v1/fleet_service.proto


export interface ListHostsRequest {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize'?: (number);
  'pageToken'?: (string);
}

export interface ListHostsRequest__Output {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize': (number);
  'pageToken': (string);
}
