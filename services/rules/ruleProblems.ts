import type { CustomRuleSpec } from '../core/policySpec.js';
import { RuleRunner } from './ruleRunner.js';

/** Which of these rules have texts that are no modules of rules, and why. They are not called. Several may have one name. */
export async function ruleProblems<R extends CustomRuleSpec>(
  rules: readonly R[],
): Promise<{ readonly rule: R; readonly reason: string }[]> {
  const found: { rule: R; reason: string }[] = [];
  for (const rule of rules) {
    const error = (await RuleRunner.open([rule])).unusable.get(rule.name);
    if (error) found.push({ rule, reason: `${error.code}: ${error.message}` });
  }
  return found;
}
