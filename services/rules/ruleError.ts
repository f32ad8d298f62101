import { ThermoclineError } from '../runtime/errors.js';

/** What a rule can do wrong. */
export const RULE_CODES = [
  'RULE_INVALID',
  'RULE_FAILED',
  'RULE_TIMEOUT',
  'RULE_OUT_OF_MEMORY',
  'RULE_BAD_RESULT',
  'RULE_IMPURE',
] as const;

export type RuleCode = (typeof RULE_CODES)[number];

/** A rule did something wrong. */
export class RuleError extends ThermoclineError {
  constructor(
    readonly rule: string,
    override readonly code: RuleCode,
    message: string,
  ) {
    super(code, `rule ${rule}: ${message}`);
    this.name = 'RuleError';
  }
}
