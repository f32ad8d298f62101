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
  '_effect'?: "effect";
}
