import { policyProblems } from './policyCheck.js';
import type { ClassSpec, PolicySpec } from './policySpec.js';
import type { Problem } from './problem.js';
import { compileSelector, type Matcher, selectsEverything, type Workload } from './selector.js';
import { DEFAULT_MAX_RUNS, DEFAULT_RESOLUTION, type HeatParameters } from './space.js';

/** A policy that was found sound, ready to be asked. */
export interface Policy extends PolicySpec {
  readonly matchers: readonly Matcher[];
}

export type Compiled = { readonly policy: Policy } | { readonly problems: readonly Problem[] };

/** Compiles a policy, or says all that is wrong with it. Never throws for what is written. */
export function compilePolicy(spec: PolicySpec): Compiled {
  const problems = policyProblems(spec);
  const matchers: Matcher[] = [];
  if (Array.isArray(spec.classes)) {
    spec.classes.forEach((entry: ClassSpec | undefined, i) => {
      matchers.push(compileSelector(entry?.selector ?? {}, `classes[${i}].selector`, problems));
    });
    const last = spec.classes.at(-1);
    if (last && !selectsEverything(last.selector ?? {})) {
      const path = `classes[${spec.classes.length - 1}].selector`;
      problems.push({ path, got: 'a selector', expected: 'an empty one: the last class is for all that is left' });
    }
  }
  return problems.length > 0 ? { problems } : { policy: { ...spec, matchers } };
}

/** Index of the class that a workload is of. The last class of a sound policy matches everything. */
export function classOf(policy: Policy, workload: Workload): number {
  return policy.matchers.findIndex((matches) => matches(workload));
}

/** Share of a node of this tier that plans leave free. */
export function headroomShareOf(policy: Policy, rank: number): number {
  return policy.tiers.find((tier) => tier.rank === rank)?.headroomShare ?? 0;
}

/** Share of a node of this tier below which room is made by demotion. */
export function lowShareOf(policy: Policy, rank: number): number {
  const tier = policy.tiers.find((each) => each.rank === rank);
  return Math.min(tier?.lowShare ?? Infinity, tier?.headroomShare ?? 0);
}

/** The rank that a tier's cold pages go to; undefined for the next slower one that has room. */
export function demoteToOf(policy: Policy, rank: number): number | undefined {
  return policy.tiers.find((tier) => tier.rank === rank)?.demoteTo;
}

/** Heats known from a few looks differ by this for nothing: an exchange has to bring more. */
const DEFAULT_EXCHANGE_HEAT_GAP = 0.2;

export function exchangeHeatGapOf(policy: PolicySpec): number {
  return policy.exchangeHeatGap ?? DEFAULT_EXCHANGE_HEAT_GAP;
}

/** Shorter memories of moves than this would let a residency read from before a move undo what its outcome told. */
const MIN_MARK_KEEP_SECONDS = 300;

/** How the looks of a host under this policy are merged. */
export function heatParametersOf(policy: PolicySpec): HeatParameters {
  return {
    halfLifeSeconds: policy.heatHalfLifeSeconds,
    markKeepSeconds: Math.max(policy.residenceSeconds, policy.pingPongWindowSeconds ?? 0, MIN_MARK_KEEP_SECONDS),
    resolution: DEFAULT_RESOLUTION,
    maxRuns: DEFAULT_MAX_RUNS,
  };
}
