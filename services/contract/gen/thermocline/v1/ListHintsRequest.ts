// Original file: proto/thermocline/v1/hint_service.proto


export interface ListHintsRequest {
  /**
   * All hosts when empty; hints that are for every host are in both.
   */
  'hostId'?: (string);
}

export interface ListHintsRequest__Output {
  /**
   * All hosts when empty; hints that are for every host are in both.
   */
  'hostId': (string);
}
