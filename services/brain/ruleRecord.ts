import type { RuleState } from '../contract/gen/thermocline/v1/RuleState.js';
import type { RuleError } from '../rules/ruleError.js';

/** What a custom rule did on one host, since its policy revision is planned by. */
export interface RuleRecord {
  /** Of the policy, with its name. */
  readonly revision: string;
  /** Spaces and runs that it scored, ever. */
  spaces: number;
  runs: number;
  /** Runs for which it gave a score. */
  opinions: number;
  /** Spaces that it failed for, by code of services/runtime/errors.ts. */
  readonly failures: Map<string, number>;
  lastError: string;
  /** Passes in a row in which it failed for any space. */
  failedPasses: number;
  /** Whether it was found to answer twice the same. */
  isPure: boolean;
}

/** A rule that fails this often in a row on a host is not asked there again until the policy changes or the host boots. */
export const MAX_FAILED_PASSES = 3;

export function createRecord(revision: string): RuleRecord {
  return {
    revision,
    spaces: 0,
    runs: 0,
    opinions: 0,
    failures: new Map(),
    lastError: '',
    failedPasses: 0,
    isPure: false,
  };
}

export function isSuspended(record: RuleRecord): boolean {
  return record.failedPasses >= MAX_FAILED_PASSES;
}

export function countScores(record: RuleRecord, scores: Float32Array): void {
  record.spaces++;
  record.runs += scores.length;
  for (const score of scores) if (!Number.isNaN(score)) record.opinions++;
}

export function countFailure(record: RuleRecord, error: RuleError): void {
  record.failures.set(error.code, (record.failures.get(error.code) ?? 0) + 1);
  record.lastError = `${error.code}: ${error.message}`;
}

/** As people see it. */
export function ruleState([rule, record]: readonly [string, RuleRecord]): RuleState {
  const { spaces, runs, opinions, failures, lastError } = record;
  return {
    rule,
    spaces,
    runs,
    opinions,
    failures: Object.fromEntries(failures),
    lastError,
    suspended: isSuspended(record),
  };
}
