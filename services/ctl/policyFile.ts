import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type PolicyReading, readPolicy, withRuleProblems } from '../policy/reading.js';
import { type PolicyProblem, problemText } from '../policy/source.js';
import { ruleProblems } from '../rules/ruleProblems.js';
import { type ErrorCode, ThermoclineError } from '../runtime/errors.js';

/** A policy in a file, with what is wrong with it. */
export interface PolicyFile extends PolicyReading {
  readonly file: string;
  /** As a server takes it: custom rules stand in it with their source. */
  readonly whole: string;
}

/** Reads a policy and the rules that it names. Throws CONFIG_MISSING. */
export function readPolicyFile(file: string): PolicyFile {
  const text = read(file, 'name a policy file');
  const rule = (name: string): string => read(resolve(dirname(file), name), 'it is looked for beside the policy');
  const reading = readPolicy(text, rule);
  return { ...reading, file, whole: reading.spec ? reading.source.withRules(rule) : text };
}

/** The same, sound. Says all that is wrong on stderr, then throws POLICY_INVALID. */
export function soundPolicyFile(file: string): PolicyFile {
  const policy = readPolicyFile(file);
  refuse(policy.problems, file);
  return policy;
}

/** The same, also in the modules of its rules, which are looked at whatever else is wrong. */
export async function checkedPolicyFile(file: string): Promise<PolicyFile> {
  const policy = readPolicyFile(file);
  refuse(withRuleProblems(policy, await ruleProblems(policy.rules)).problems, file);
  return policy;
}

/** Says problems on stderr, a line each, and throws POLICY_INVALID, or the code that is given, if there are any. */
export function refuse(problems: readonly PolicyProblem[], file: string, code: ErrorCode = 'POLICY_INVALID'): void {
  if (problems.length === 0) return;
  for (const problem of problems) process.stderr.write(`${problemText(problem, file)}\n`);
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new ThermoclineError(code, `${file} has ${count}, listed above`);
}

/** Says on stderr what is worth a thought. */
export function warn(warnings: readonly PolicyProblem[], file: string): void {
  for (const warning of warnings) {
    process.stderr.write(`${problemText({ ...warning, reason: `warning: ${warning.reason}` }, file)}\n`);
  }
}

/** With the places that the fields have in our file; a server has seen the text with the rules in it. */
export function placed(
  problems: readonly { readonly field: string; readonly reason: string }[],
  { source }: PolicyFile,
): PolicyProblem[] {
  return problems.map(({ field, reason }) => ({ field, reason, ...source.at(field === '' ? [] : field.split('.')) }));
}

/** What a server refused by POLICY_INVALID, in lines `policy:line:column: field: reason`; undefined for other errors. */
export function refusedBy(error: unknown): { readonly field: string; readonly reason: string }[] | undefined {
  if (!(error instanceof ThermoclineError) || error.code !== 'POLICY_INVALID') return undefined;
  return error.message.split('\n').map((line) => {
    const [, field, reason] = /^policy(?::\d+:\d+)?: (?:([\w.-]+): )?(.*)$/.exec(line) ?? [];
    return { field: field ?? '', reason: reason ?? line };
  });
}

/** The text of a file. Throws CONFIG_MISSING. */
export function read(file: string, advice: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reason = code === 'ENOENT' ? 'is not there' : `cannot be read (${(cause as Error).message})`;
    throw new ThermoclineError('CONFIG_MISSING', `${file} ${reason}; ${advice}`, { cause });
  }
}
