import type { Selector } from './selector.js';

/** One revision of a policy, as written. What is optional and absent sets no limit, unless it says otherwise. */
export interface PolicySpec {
  readonly name: string;
  readonly revision: number;
  /** First match wins; the last one matches everything. */
  readonly classes: readonly ClassSpec[];
  readonly tiers: readonly TierSpec[];
  /** Bytes that plans for one host may move, a second; promotions and demotions together. */
  readonly bytesPerSecondPerHost: number;
  /** Bytes a second between any two nodes of one host, in one direction. */
  readonly bytesPerSecondPerNodePair?: number;
  /** Bytes a second for all hosts that share a value of a label, rack for instance. */
  readonly labelBudgets?: readonly LabelBudget[];
  /** Bytes a second for all hosts together. */
  readonly bytesPerSecondPerFleet?: number;
  /** A page that was moved stays for this long. */
  readonly residenceSeconds: number;
  /** A page that goes back within this long after a move is a ping-pong: it is counted, and held for as long again. */
  readonly pingPongWindowSeconds?: number;
  /** With a full fast tier, a page is promoted only in place of one whose heat (0..1) is lower by this much. 0.2 when absent. */
  readonly exchangeHeatGap?: number;
  /** Plans are not made from looks or facts older than this. At most MAX_DATA_AGE_SECONDS. */
  readonly dataMaxAgeSeconds: number;
  /** Share (0..1) of a heat's weight that has to stem from looks: 1 - 2^(-observed / half-life). 0 when absent. */
  readonly minConfidence?: number;
  /** Observed time after which a look weighs half as much in heat. */
  readonly heatHalfLifeSeconds: number;
  /** Whether pages may be demoted to a node of another socket; they may not when absent. */
  readonly demoteAcrossSockets?: boolean;
  /** A move that doesn't pay back is not made. Every move pays when absent. */
  readonly payback?: PaybackSpec;
  /** Thresholds of all classes tune themselves towards these. */
  readonly goals?: GoalsSpec;
  /** Plans wait until a person approves of them. */
  readonly approval?: boolean;
  /** For people: money saved by class. */
  readonly prices?: PricesSpec;
  /** Rules in JavaScript, which classes name. */
  readonly customRules?: readonly CustomRuleSpec[];
}

/** The workloads that one rule of a policy is for. */
export interface ClassSpec {
  readonly name: string;
  readonly selector: Selector;
  /** Goes before the tolerant: among equals its pages are promoted first and demoted last. */
  readonly latencySensitive: boolean;
  /** Higher goes before lower, within and across latency classes: promoted first, demoted last. */
  readonly priority: number;
  /** A run unseen for this long (observed seconds) is cold. */
  readonly coldAgeSeconds: number;
  /** A run of at least this heat (0..1) is hot. */
  readonly hotRate: number;
  /** In place of hotRate: a run seen in at least `seen` of its last `of` windows is hot. `of` is at most 8. */
  readonly hotWindows?: { readonly seen: number; readonly of: number };
  /** Kinds of pages that may be moved; every kind when absent. */
  readonly pageKinds?: readonly PageKindName[];
  readonly neverDemote?: boolean;
  /** Promoted whatever its heat, and never demoted. */
  readonly alwaysFast?: boolean;
  /** Share (0..1) of the host's budget that this class may have at most. */
  readonly rateShare?: number;
  /** Fast memory that each cgroup of the class keeps: nothing is demoted below it. */
  readonly fastFloor?: AmountSpec;
  /** Fast memory that each cgroup of the class may have: above it the coldest are demoted, cold or not. */
  readonly fastCeiling?: AmountSpec;
  /** Name of a custom rule, whose score stands in for heat and age where it gives one. */
  readonly customRule?: string;
}

export type PageKindName = 'anon' | 'file' | 'shmem' | 'anon-huge' | 'file-huge' | 'shmem-huge';

/** Bytes, or a share (0..1) of the host's fast tier. */
export type AmountSpec = { readonly bytes: number } | { readonly share: number };

export interface TierSpec {
  /** 0 is the fastest. */
  readonly rank: number;
  /** Share of each node's memory that plans leave free, 0..1: the high watermark. A tier not named has none. */
  readonly headroomShare: number;
  /** Share free below which demotion for room begins; it ends at headroomShare. headroomShare when absent. */
  readonly lowShare?: number;
  /** Rank that its cold pages go to; the next slower one that the host has, when absent. */
  readonly demoteTo?: number;
}

export interface LabelBudget {
  /** Each value of this label has a budget of its own. */
  readonly label: string;
  readonly bytesPerSecond: number;
}

/** What a move costs and brings. Heat as a rate is a lower bound, so a benefit is one as well. */
export interface PaybackSpec {
  /** The accesses saved in this time have to be worth the move. */
  readonly withinSeconds: number;
  /** CPU and stall of moving one base page, in nanoseconds. */
  readonly moveCostNanoseconds: number;
  /** What an access of a slow tier costs more than one of the fastest, in nanoseconds; the nodes' own figures go first. */
  readonly slowPenaltyNanoseconds: number;
}

export interface GoalsSpec {
  /** starEstimate (0..1) at most. */
  readonly starAtMost?: number;
  /** Share (0..1) of the fast tier in use at least, headroom included in the whole. */
  readonly fastFullAtLeast?: number;
  /** Within which the thresholds may move. */
  readonly coldAgeSeconds: readonly [least: number, most: number];
  readonly hotRate: readonly [least: number, most: number];
}

export interface PricesSpec {
  /** For people: USD, EUR. */
  readonly currency: string;
  /** Price of a GiB for a month, by tier rank. */
  readonly perGibMonthByTier: readonly number[];
  /** What a million accesses of a slow tier cost. */
  readonly perMillionSlowAccesses: number;
}

export interface CustomRuleSpec {
  readonly name: string;
  /** An ES module whose default export is the function. */
  readonly source: string;
}
