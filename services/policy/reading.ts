import { compilePolicy } from '../core/policy.js';
import type { CustomRuleSpec, PolicySpec } from '../core/policySpec.js';
import { shown } from '../core/problem.js';
import type { Path } from '../runtime/configPlaces.js';
import { problemsOf } from '../runtime/configProblems.js';
import { compileWritten } from './compile.js';
import { policyLanguage } from './language.js';
import { valueAt, writtenPath } from './paths.js';
import { type PolicyProblem, PolicySource } from './source.js';

/** Opens the file of a custom rule, which is named as in the policy. Throws what a person should read. */
export type RuleFiles = (file: string) => string;

/** A custom rule with a text, of a policy that may be sound or not. */
export interface WrittenRule extends CustomRuleSpec {
  /** Its place in `customRules`. */
  readonly index: number;
  /** Where the text stands; undefined for the policy itself. */
  readonly file: string | undefined;
}

export interface PolicyReading {
  /** Sound, revision 0; undefined when there are problems. */
  readonly spec: PolicySpec | undefined;
  /** Those that could be read, whatever the problems. Whether their texts are modules only what runs them knows. */
  readonly rules: readonly WrittenRule[];
  /** In the order of the text. */
  readonly problems: readonly PolicyProblem[];
  readonly warnings: readonly PolicyProblem[];
  readonly source: PolicySource;
}

/** For where a text alone is given. */
const NO_FILES: RuleFiles = () => {
  throw new Error('no file is opened here; write the rule under source');
};

/** Reads a policy, and says all that is wrong with it. Never throws for what is written. */
export function readPolicy(text: string, ruleFiles: RuleFiles = NO_FILES): PolicyReading {
  const source = new PolicySource(text);
  const read = readRules(source, ruleFiles);
  const spec = source.content === undefined ? undefined : specOf(source, read);
  const problems = inOrder(source.problems);
  const warnings = spec ? unusedRules(spec, source) : [];
  // Of a text of which something is told already nothing else is said.
  const told = new Set(problems.map(({ field }) => field));
  const rules = read.filter(({ index }) => !['file', 'source'].some((key) => told.has(`customRules.${index}.${key}`)));
  return { spec: problems.length > 0 ? undefined : spec, rules, problems, warnings, source };
}

/** The same with what is wrong with the modules of its rules, as whoever ran them tells. */
export function withRuleProblems(
  reading: PolicyReading,
  found: readonly { readonly rule: WrittenRule; readonly reason: string }[],
): PolicyReading {
  if (found.length === 0) return reading;
  const problems = found.map(({ rule: { index }, reason }) => {
    return { field: `customRules.${index}`, reason, ...reading.source.at(['customRules', index]) };
  });
  return { ...reading, spec: undefined, problems: inOrder([...reading.problems, ...problems]) };
}

function inOrder(problems: readonly PolicyProblem[]): PolicyProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** Looks at the content itself, for much else may be wrong with it. Says which files cannot be read. */
function readRules(source: PolicySource, ruleFiles: RuleFiles): WrittenRule[] {
  const rules = valueAt(source.content, ['customRules']);
  return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown, index): WrittenRule[] => {
    const [named, file, written] = ['name', 'file', 'source'].map((key) => valueAt(rule, [key]));
    const name = typeof named === 'string' ? named : 'unnamed';
    if (file === undefined) return typeof written === 'string' ? [{ index, name, file, source: written }] : [];
    if (typeof file !== 'string' || written !== undefined) return [];
    try {
      return [{ index, name, file, source: ruleFiles(file) }];
    } catch (error) {
      source.add(['customRules', index, 'file'], `got ${shown(file)}; ${(error as Error).message}`);
      return [];
    }
  });
}

function specOf(source: PolicySource, rules: readonly WrittenRule[]): PolicySpec | undefined {
  let { content } = source;
  let result = policyLanguage.safeParse(content);
  const refused: Path[] = [];
  if (!result.success) {
    for (const issue of result.error.issues) {
      for (const { path, says } of problemsOf(issue, content, policyLanguage)) {
        refused.push(path);
        source.add(path, withoutField(says, path));
      }
    }
    // The rest is looked at as if what was refused were not there, so that all problems come at once.
    content = structuredClone(content);
    for (const path of refused) remove(content, path);
    result = policyLanguage.safeParse(content);
    for (const { path } of result.error?.issues ?? []) complete(content, String(path[0]));
    result = policyLanguage.safeParse(content);
    if (!result.success) return undefined;
  }
  // What could not be read is sound enough for all the rest to be checked.
  const textOf = (file: string): string => rules.find((rule) => rule.file === file)?.source ?? '// could not be read';
  const spec = compileWritten(result.data, textOf);
  const compiled = compilePolicy(spec);
  if ('policy' in compiled) return spec;
  const told = new Set<string>();
  for (const { path, got, expected } of compiled.problems) {
    const where = writtenPath(path, spec, content);
    // Of a value that was refused for its form nothing else is said.
    if (refused.some((each) => isWithin(where, each) || isWithin(each, where))) continue;
    // Which class hides which can't be told where one of them is not understood.
    if (where.length === 3 && where[2] === 'match' && refused.some(([first]) => first === 'classes')) continue;
    const stands = valueAt(source.content, where);
    const reason = `got ${typeof stands === 'object' || stands === undefined ? got : shown(stands)}; expected ${expected}`;
    const key = `${where.join('.')} ${reason}`;
    if (!told.has(key)) source.add(where, reason);
    told.add(key);
  }
  return spec;
}

/** `says` begins with the field, which stands apart here. */
export function withoutField(says: string, path: Path): string {
  const prefix = `${path.map(String).join('.')}: `;
  return says.startsWith(prefix) ? says.slice(prefix.length) : says;
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((key, i) => String(path[i]) === String(key));
}

/** Takes what stands at a path out of plain data. Of a list, its place stays, for others are counted by it. */
function remove(content: unknown, path: Path): void {
  const holder = valueAt(content, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof holder === 'object' && holder !== null && !Array.isArray(holder) && key !== undefined) {
    delete (holder as Record<PropertyKey, unknown>)[key];
  }
}

/** Sections that may be left out, and have fields that may not. */
const SECTIONS: ReadonlySet<string> = new Set(['payback', 'goals', 'prices']);

/** What a section lacks can't be taken out of it: then all of it goes. A policy without a name has some. */
function complete(content: unknown, section: string): void {
  if (SECTIONS.has(section)) remove(content, [section]);
  if (section === 'name') (content as Record<string, unknown>)['name'] = 'unnamed';
}

function unusedRules(spec: PolicySpec, source: PolicySource): PolicyProblem[] {
  const used = new Set(spec.classes.map(({ customRule }) => customRule));
  return (spec.customRules ?? []).flatMap(({ name }, i) =>
    used.has(name)
      ? []
      : [{ field: `customRules.${i}`, reason: `no class names rule ${name}`, ...source.at(['customRules', i]) }],
  );
}
