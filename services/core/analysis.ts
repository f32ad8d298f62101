/** What is asked of a cohort against its control group before a rollout goes on, and how far the answer is. */

export const VERDICTS = ['successful', 'failed', 'inconclusive'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * A metric of hosts. Its effect is how much more it changed from the hosts' own baselines in the cohort than in control: of
 * scale `ratio` a share (0.1: ten per cent more), of scale `difference` in the metric's own unit; positive is worse.
 */
export interface MetricSpec {
  readonly name: string;
  readonly scale: 'ratio' | 'difference';
  readonly worse: 'higher' | 'lower';
  /** For scale ratio: added to both sides, so that what is next to nothing is not told apart; the metric's unit, above 0. */
  readonly floor?: number;
  /** Failure condition: there is evidence of an effect above this; at least 0. */
  readonly failAbove: number;
  /** Success condition: there is evidence of an effect below this; above 0. */
  readonly succeedBelow: number;
  /** Failure condition without statistics: the mean of the cohort in one interval is worse than this, the metric's unit. */
  readonly limit?: number;
  /** Looks that may find a failure condition met before the metric has failed. 0: the first is enough. */
  readonly failureLimit: number;
  /** Looked at each so many intervals, at least 1. */
  readonly everyIntervals: number;
  /** Minimum sample: intervals before the first look, and hosts with data in each of cohort and control. */
  readonly minimumIntervals: number;
  readonly minimumHosts: number;
}

export interface AnalysisSpec {
  readonly metrics: readonly MetricSpec[];
  /** Intervals after a change of weight that are not counted, while the hosts take to the new revision. */
  readonly settleIntervals: number;
  /** Intervals planned, those of settling not among them. When they are over without evidence, the verdict is inconclusive. */
  readonly intervals: number;
  /** Intervals in a row in which a metric cannot be looked at before the verdict is inconclusive. */
  readonly missingLimit: number;
}

/** How far a metric is in an analysis. */
export interface MetricState {
  /** Sums and counts of values since settling, a judged host each: those of the cohort, then those of control. */
  readonly sums: readonly number[];
  readonly counts: readonly number[];
  /** Looks taken. */
  readonly looks: number;
  /** Evidence of an effect above failAbove, and of one below succeedBelow; it is reached at 1 over the error rate's share. */
  readonly against: number;
  readonly inFavour: number;
  /** Looks that found a failure condition met. */
  readonly failures: number;
  /** Effect at the last look. */
  readonly effect?: number;
  /** Hosts with data at the last look, cohort and control. */
  readonly hosts: readonly [number, number];
  /** Intervals in a row that could not be looked at, and why not. */
  readonly missing: number;
  readonly missingReason?: string;
}

export interface AnalysisState {
  /** Intervals taken in, those of settling among them. */
  readonly intervals: number;
  /** Intervals at which it is inconclusive: as planned, and as many again each time a person resumes it. */
  readonly until: number;
  readonly metrics: readonly MetricState[];
}
