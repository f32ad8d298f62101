// Original file: proto/thermocline/v1/actuator_service.proto


export interface ListExecutionsRequest {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize'?: (number);
  /**
   * From the response before; empty for the first page.
   */
  'pageToken'?: (string);
}

export interface ListExecutionsRequest__Output {
  /**
   * At most 1000; 100 when 0.
   */
  'pageSize': (number);
  /**
   * From the response before; empty for the first page.
   */
  'pageToken': (string);
}
