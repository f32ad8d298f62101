import { compilePolicy, type Policy } from '../core/policy.js';
import type { PolicySpec } from '../core/policySpec.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { ReplayOptions, ReplayTallies } from './hostReplay.js';
import type { ReplayCounts } from './replay.js';
import type { Pace } from './world.js';

/** What is to be replayed, as it goes over to a thread. */
export interface Trial {
  readonly candidate: PolicySpec;
  readonly running?: PolicySpec;
  readonly pace: Pace;
  readonly warmUpMs: number;
  readonly candidateAlone?: boolean;
}

export interface ReplayStart {
  readonly trials: readonly Trial[];
}

export type ToReplay = { readonly type: 'chunk'; readonly batches: readonly Uint8Array[] } | { readonly type: 'end' };

export interface ReplayResult {
  readonly tallies: ReplayTallies;
  readonly counts: ReplayCounts;
}

export type FromReplay =
  | { readonly type: 'done'; readonly batches: number }
  | { readonly type: 'result'; readonly results: readonly ReplayResult[] }
  | { readonly type: 'failed'; readonly says: string };

/** Throws POLICY_INVALID for a policy that is not sound, or that a backtest would not do justice to. */
export function replayOptionsOf({ candidate, running, ...rest }: Trial): ReplayOptions {
  return { ...rest, candidate: compiled(candidate), ...(running ? { running: compiled(running) } : {}) };
}

function compiled(spec: PolicySpec): Policy {
  const result = compilePolicy(spec);
  if ('problems' in result) throw new ThermoclineError('POLICY_INVALID', JSON.stringify(result.problems));
  if (spec.classes.some(({ customRule }) => customRule !== undefined)) {
    const says = `policy ${spec.name} has custom rules, which backtests do not run: what it said would be another policy's`;
    throw new ThermoclineError('POLICY_INVALID', says);
  }
  return result.policy;
}
