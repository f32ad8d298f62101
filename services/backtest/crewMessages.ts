import { compilePolicy, type Policy } from '../core/policy.js';
import type { PolicySpec } from '../core/policySpec.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { ReplayOptions } from './hostReplay.js';
import type { ReplayResult } from './replayResult.js';
import type { Pace } from './world.js';

/** What is to be replayed, as it goes over to a thread. */
export interface Trial {
  /** At least one. */
  readonly policies: readonly PolicySpec[];
  readonly pace: Pace;
  readonly warmUpMs: number;
  readonly baselines: boolean;
}

export interface ReplayStart {
  readonly trial: Trial;
}

export type ToReplay = { readonly type: 'chunk'; readonly batches: readonly Uint8Array[] } | { readonly type: 'end' };

export type FromReplay =
  | { readonly type: 'done'; readonly batches: number }
  | { readonly type: 'result'; readonly result: ReplayResult }
  | { readonly type: 'failed'; readonly says: string };

/** Throws POLICY_INVALID for a policy that is not sound, or that a backtest would not do justice to. */
export function replayOptionsOf({ policies, ...rest }: Trial): ReplayOptions {
  const [first, ...others] = policies.map(compiled);
  if (!first) throw new ThermoclineError('INTERNAL', 'a replay without a policy');
  return { ...rest, policies: [first, ...others] };
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
