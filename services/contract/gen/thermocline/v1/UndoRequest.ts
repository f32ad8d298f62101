// Original file: proto/thermocline/v1/plan_service.proto


export interface UndoRequest {
  'planId'?: (string);
  /**
   * Kept with the plan that is made.
   */
  'reason'?: (string);
  /**
   * Show the plan, and neither keep nor send it.
   */
  'dryRun'?: (boolean);
}

export interface UndoRequest__Output {
  'planId': (string);
  /**
   * Kept with the plan that is made.
   */
  'reason': (string);
  /**
   * Show the plan, and neither keep nor send it.
   */
  'dryRun': (boolean);
}
