// Original file: proto/thermocline/v1/plan_service.proto


export interface WatchPlansRequest {
  /**
   * All hosts when empty.
   */
  'hostId'?: (string);
  /**
   * How many existing plans to send first; 0 for none, at most 1000.
   */
  'backlog'?: (number);
}

export interface WatchPlansRequest__Output {
  /**
   * All hosts when empty.
   */
  'hostId': (string);
  /**
   * How many existing plans to send first; 0 for none, at most 1000.
   */
  'backlog': (number);
}
