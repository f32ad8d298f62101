import type { Direction } from './draft.js';

/** Why a page is moved by the plan that would be made now, or why it is not. */
export interface Explanation {
  /** The run that the page is in. */
  readonly startPage: number;
  readonly pages: number;
  /** 0..1. */
  readonly heat: number;
  /** Observed seconds since it was last seen accessed. */
  readonly age: number;
  /** Linux node id; undefined where it is not known. */
  readonly node: number | undefined;
  /** Rank; undefined where the node's tier is not known. */
  readonly tier: number | undefined;
  /** Undefined where it is not known. */
  readonly kind: string | undefined;
  /** Upper bound of the time since a look covered it. */
  readonly staleSeconds: number;
  /** Undefined where no class selects the space. */
  readonly className: string | undefined;
  /** Every rule that it met, in order. A plan moves it when all have passed; the last one that did not says why it stays. */
  readonly steps: readonly Step[];
  readonly verdict: Verdict;
}

export interface Step {
  /** Stable name: facts, budget, granularity, confidence, data-age, in-plan, huge-page, node, tier, kind, mark, hot, cold … */
  readonly rule: string;
  readonly passed: boolean;
  /** For people. */
  readonly text: string;
  /** What it was judged by: thresholds and figures, by name. */
  readonly numbers: Readonly<Record<string, number>>;
}

export interface Verdict {
  /** Undefined where it stays. */
  readonly direction?: Direction;
  readonly fromNode: number | undefined;
  readonly toNode?: number;
  readonly text: string;
}
