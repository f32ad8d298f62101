/** What goals made of a policy's thresholds. */
export interface Tuning {
  /** Another policy or revision starts anew. */
  readonly policyName: string;
  readonly policyRevision: number;
  /** Facts of the latest step, Unix ms. */
  readonly atUnixMs: number;
  /** By class, in the policy's order. */
  readonly classes: readonly TunedClass[];
}

export interface TunedClass {
  readonly hotRate: Tuned;
  readonly coldAgeSeconds: Tuned;
}

export interface Tuned {
  readonly value: number;
  /** Share of the value that the next step changes it by. */
  readonly step: number;
  /** Of the latest step: 1 up, -1 down, 0 before the first. */
  readonly direction: -1 | 0 | 1;
}
