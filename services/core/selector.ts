import { compileGlob } from './glob.js';
import { type Problem, shown } from './problem.js';

/** Which workloads. Matches when every given part does; an empty one matches everything. */
export interface Selector {
  /** One of these matches the whole cgroup path; a workload without a cgroup matches none. See compileGlob. */
  readonly cgroupGlobs?: readonly string[];
  /** One of these is found in the command line (JavaScript regular expressions). */
  readonly commandRegexes?: readonly string[];
  /** Each of these is a label of the host. */
  readonly hostLabels?: Readonly<Record<string, string>>;
  readonly anyOf?: readonly Selector[];
  readonly allOf?: readonly Selector[];
  readonly noneOf?: Selector;
}

/** What a selector is asked about. */
export interface Workload {
  /** The command line, spaces for NULs. */
  readonly command: string;
  /** cgroup v2 path; undefined where there is none. */
  readonly cgroup: string | undefined;
  readonly hostLabels: Readonly<Record<string, string>>;
}

export type Matcher = (workload: Workload) => boolean;

/** Compiles a selector. What is wrong goes to `problems`, and such a part matches nothing. */
export function compileSelector(selector: Selector, path: string, problems: Problem[]): Matcher {
  const parts: Matcher[] = [];
  const { cgroupGlobs = [], commandRegexes = [], hostLabels = {}, anyOf = [], allOf = [], noneOf } = selector;
  if (cgroupGlobs.length > 0) {
    const globs = cgroupGlobs.map((glob, i) => {
      const compiled = compileGlob(glob);
      if (compiled) return compiled;
      const expected = 'a glob with *, **, ?, [set] and {a,b}, each closed';
      problems.push({ path: `${path}.cgroupGlobs[${i}]`, got: shown(glob), expected });
      return NOTHING;
    });
    parts.push(({ cgroup }) => cgroup !== undefined && globs.some((glob) => glob.test(cgroup)));
  }
  if (commandRegexes.length > 0) {
    const regexes = commandRegexes.map((text, i) => {
      try {
        return new RegExp(text);
      } catch (error) {
        const expected = `a regular expression (${error instanceof Error ? error.message : String(error)})`;
        problems.push({ path: `${path}.commandRegexes[${i}]`, got: shown(text), expected });
        return NOTHING;
      }
    });
    parts.push(({ command }) => regexes.some((regex) => regex.test(command)));
  }
  const labels = Object.entries(hostLabels);
  if (labels.length > 0) parts.push((workload) => labels.every(([name, value]) => workload.hostLabels[name] === value));
  if (anyOf.length > 0) {
    const any = anyOf.map((inner, i) => compileSelector(inner, `${path}.anyOf[${i}]`, problems));
    parts.push((workload) => any.some((matches) => matches(workload)));
  }
  parts.push(...allOf.map((inner, i) => compileSelector(inner, `${path}.allOf[${i}]`, problems)));
  if (noneOf) {
    const none = compileSelector(noneOf, `${path}.noneOf`, problems);
    parts.push((workload) => !none(workload));
  }
  return (workload) => parts.every((matches) => matches(workload));
}

/** Found in no text. */
const NOTHING = /(?!)/;

/** Regular expressions that are found in every command line, as people write "anything". */
const ANYTHING: ReadonlySet<string> = new Set(['', '.*', '^', '$', '^.*', '.*$']);

/** Whether this selects every workload, as far as its form tells. */
export function selectsEverything(selector: Selector): boolean {
  const { cgroupGlobs = [], commandRegexes = [], hostLabels = {}, anyOf = [], allOf = [], noneOf } = selector;
  return (
    cgroupGlobs.length === 0 &&
    (commandRegexes.length === 0 || commandRegexes.some((text) => ANYTHING.has(text))) &&
    Object.keys(hostLabels).length === 0 &&
    (noneOf === undefined || selectsNothing(noneOf)) &&
    allOf.every(selectsEverything) &&
    (anyOf.length === 0 || anyOf.some(selectsEverything))
  );
}

/** Whether this selects no workload, as far as its form tells. */
export function selectsNothing(selector: Selector): boolean {
  const { anyOf = [], allOf = [], noneOf } = selector;
  return (
    (noneOf !== undefined && selectsEverything(noneOf)) ||
    allOf.some(selectsNothing) ||
    (anyOf.length > 0 && anyOf.every(selectsNothing))
  );
}
