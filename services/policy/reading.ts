import { compilePolicy } from '../core/policy.js';
import type { PolicySpec } from '../core/policySpec.js';
import { shown } from '../core/problem.js';
import type { Path } from '../runtime/configPlaces.js';
import { problemsOf } from '../runtime/configProblems.js';
import { compileWritten } from './compile.js';
import { policyLanguage } from './language.js';
import { valueAt, writtenPath } from './paths.js';
import { type PolicyProblem, PolicySource } from './source.js';

/** Opens the file of a custom rule, which is named as in the policy. Throws what a person should read. */
export type RuleFiles = (file: string) => string;

export interface PolicyReading {
  /** Sound, revision 0; undefined when there are problems. */
  readonly spec: PolicySpec | undefined;
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
  const spec = source.problems.length === 0 ? specOf(source, ruleFiles) : undefined;
  const inOrder = source.problems.sort((a, b) => a.line - b.line || a.column - b.column);
  const warnings = spec ? unusedRules(spec, source) : [];
  return { spec: inOrder.length > 0 ? undefined : spec, problems: inOrder, warnings, source };
}

function specOf(source: PolicySource, ruleFiles: RuleFiles): PolicySpec | undefined {
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
  const spec = compileWritten(result.data, (file) => ruleSource(file, source, ruleFiles));
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

function ruleSource(file: string, source: PolicySource, ruleFiles: RuleFiles): string {
  try {
    return ruleFiles(file);
  } catch (error) {
    const rules = valueAt(source.content, ['customRules']);
    const index = Array.isArray(rules) ? rules.findIndex((rule) => valueAt(rule, ['file']) === file) : -1;
    source.add(['customRules', index, 'file'], `got ${shown(file)}; ${(error as Error).message}`);
    // Sound enough for all the rest to be checked.
    return '// could not be read';
  }
}

function unusedRules(spec: PolicySpec, source: PolicySource): PolicyProblem[] {
  const used = new Set(spec.classes.map(({ customRule }) => customRule));
  return (spec.customRules ?? []).flatMap(({ name }, i) =>
    used.has(name)
      ? []
      : [{ field: `customRules.${i}`, reason: `no class names rule ${name}`, ...source.at(['customRules', i]) }],
  );
}
