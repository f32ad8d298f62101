import type { Selector } from './selector.js';

/** One revision of a policy, as written. */
export interface PolicySpec {
  readonly name: string;
  readonly revision: number;
  /** First match wins; the last one matches everything. */
  readonly classes: readonly ClassSpec[];
  readonly tiers: readonly TierSpec[];
  /** Bytes that plans for one host may move, a second; promotions and demotions together. */
  readonly bytesPerSecondPerHost: number;
  /** A page that was moved stays for this long. */
  readonly residenceSeconds: number;
  /** Plans are not made from looks or facts older than this. At most MAX_DATA_AGE_SECONDS. */
  readonly dataMaxAgeSeconds: number;
  /** Observed time after which a look weighs half as much in heat. */
  readonly heatHalfLifeSeconds: number;
}

/** The workloads that one rule of a policy is for. */
export interface ClassSpec {
  readonly name: string;
  readonly selector: Selector;
  /** Said by people, shown to people; the first rules do not ask for it. */
  readonly latencySensitive: boolean;
  readonly priority: number;
  /** A run unseen for this long (observed seconds) is cold. */
  readonly coldAgeSeconds: number;
  /** A run of at least this heat (0..1) is hot. */
  readonly hotRate: number;
}

export interface TierSpec {
  /** 0 is the fastest. */
  readonly rank: number;
  /** Share of each node's memory that plans leave free, 0..1. A tier not named has none. */
  readonly headroomShare: number;
}
