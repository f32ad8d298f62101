// Original file: proto/thermocline/v1/rollout.proto


/**
 * How far a metric is in an analysis. Evidence is a multiple of chance; a condition is met where it reaches what is needed.
 */
export interface MetricEvidence {
  'metric'?: (string);
  /**
   * How much more the metric changed in the cohort than in control; absent before the first look.
   */
  'effect'?: (number | string);
  'looks'?: (number);
  'cohortHosts'?: (number);
  'controlHosts'?: (number);
  'against'?: (number | string);
  'againstNeeded'?: (number | string);
  'inFavour'?: (number | string);
  'inFavourNeeded'?: (number | string);
  /**
   * Why it could not be looked at in the last interval; empty where it could.
   */
  'missing'?: (string);
  /**
   * The same as a line for people.
   */
  'text'?: (string);
  /**
   * ratio: effect and bounds are shares, 0.1 for ten per cent more. difference: they are in the metric's own unit.
   */
  'scale'?: (string);
  /**
   * Failed where there is evidence of an effect above this, successful where there is evidence of one below that.
   */
  'failAbove'?: (number | string);
  'succeedBelow'?: (number | string);
  /**
   * Looks that found the failure condition met, and how many may before the metric has failed.
   */
  'failures'?: (number);
  'failureLimit'?: (number);
  '_effect'?: "effect";
}

/**
 * How far a metric is in an analysis. Evidence is a multiple of chance; a condition is met where it reaches what is needed.
 */
export interface MetricEvidence__Output {
  'metric': (string);
  /**
   * How much more the metric changed in the cohort than in control; absent before the first look.
   */
  'effect'?: (number);
  'looks': (number);
  'cohortHosts': (number);
  'controlHosts': (number);
  'against': (number);
  'againstNeeded': (number);
  'inFavour': (number);
  'inFavourNeeded': (number);
  /**
   * Why it could not be looked at in the last interval; empty where it could.
   */
  'missing': (string);
  /**
   * The same as a line for people.
   */
  'text': (string);
  /**
   * ratio: effect and bounds are shares, 0.1 for ten per cent more. difference: they are in the metric's own unit.
   */
  'scale': (string);
  /**
   * Failed where there is evidence of an effect above this, successful where there is evidence of one below that.
   */
  'failAbove': (number);
  'succeedBelow': (number);
  /**
   * Looks that found the failure condition met, and how many may before the metric has failed.
   */
  'failures': (number);
  'failureLimit': (number);
  '_effect'?: "effect";
}
