// Original file: proto/thermocline/v1/actuator_service.proto


export interface MoverStatus {
  /**
   * move-pages, own-mapping, damos, reclaim, madvise.
   */
  'name'?: (string);
  'works'?: (boolean);
  /**
   * NO_CAPABILITY, or the errno that the trial came back with; empty when it works.
   */
  'code'?: (string);
  'text'?: (string);
  /**
   * Kinds of spaces whose pages it moves: process, file, physical.
   */
  'spaces'?: (string)[];
  /**
   * Batches that it moves side by side now; more are added when limits and CPUs leave room for them.
   */
  'sideBySide'?: (number);
  /**
   * What of it was lost since the start and is not started again; empty where nothing was.
   */
  'loss'?: (string);
}

export interface MoverStatus__Output {
  /**
   * move-pages, own-mapping, damos, reclaim, madvise.
   */
  'name': (string);
  'works': (boolean);
  /**
   * NO_CAPABILITY, or the errno that the trial came back with; empty when it works.
   */
  'code': (string);
  'text': (string);
  /**
   * Kinds of spaces whose pages it moves: process, file, physical.
   */
  'spaces': (string)[];
  /**
   * Batches that it moves side by side now; more are added when limits and CPUs leave room for them.
   */
  'sideBySide': (number);
  /**
   * What of it was lost since the start and is not started again; empty where nothing was.
   */
  'loss': (string);
}
