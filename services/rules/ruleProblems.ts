import type { CustomRuleSpec } from '../core/policySpec.js';
import { RuleRunner } from './ruleRunner.js';

/** What is wrong with the modules of these rules, each said by `problem` of its place and the reason. They are not called. */
export async function ruleProblems<P>(
  rules: readonly CustomRuleSpec[],
  problem: (index: number, reason: string) => P,
): Promise<P[]> {
  const { unusable } = await RuleRunner.open(rules);
  return rules.flatMap(({ name }, i) => {
    const error = unusable.get(name);
    return error ? [problem(i, `${error.code}: ${error.message}`)] : [];
  });
}
