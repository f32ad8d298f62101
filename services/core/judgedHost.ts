/** The most hosts of a cohort, and of a control group, that are compared. More would tell little more, and cost state. */
export const MOST_JUDGED = 100;

/** A host whose metrics are compared. */
export interface JudgedHost {
  readonly hostId: string;
  /** Those that decide which cohort it belongs to. */
  readonly labels: Readonly<Record<string, string>>;
  /** Sums and counts of values before the first step, by metric. */
  readonly baseline: Readonly<Record<string, Baseline>>;
}

export interface Baseline {
  readonly sum: number;
  readonly count: number;
}
