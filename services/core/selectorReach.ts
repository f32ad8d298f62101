import { compileGlob } from './glob.js';
import { type Selector, selectsNothing } from './selector.js';

/** Globs compared with globs for one answer; lists beyond that are longer than a person's slip. */
const MOST_COMPARED = 256;
const META = /[*?[\]{}]/;

/** All that has to hold for a selector to match, its `allOf` included. */
interface Conjunction {
  /** Of each list one has to match. */
  readonly globs: readonly (readonly string[])[];
  readonly regexes: readonly (readonly string[])[];
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly choices: readonly (readonly Selector[])[];
  readonly refused: readonly Selector[];
}

function conjunctionOf(selector: Selector): Conjunction {
  const parts = partsOf(selector);
  const lists = (of: (part: Selector) => readonly string[] | undefined): readonly (readonly string[])[] =>
    parts.map((part) => of(part) ?? []).filter((list) => list.length > 0);
  return {
    globs: lists(({ cgroupGlobs }) => cgroupGlobs),
    regexes: lists(({ commandRegexes }) => commandRegexes),
    labels: parts.flatMap(({ hostLabels = {} }) => Object.entries(hostLabels)),
    choices: parts.map(({ anyOf = [] }) => anyOf).filter((choice) => choice.length > 0),
    refused: parts.flatMap(({ noneOf }) => (noneOf ? [noneOf] : [])),
  };
}

function partsOf(selector: Selector): Selector[] {
  return [selector, ...(selector.allOf ?? []).flatMap(partsOf)];
}

/**
 * Whether parts of a selector, each of which something can match, leave nothing together: two values of one label, cgroups
 * that are not among each other, or what `noneOf` takes away again. Only what form tells: never true of what may match.
 */
export function contradictsItself(selector: Selector): boolean {
  const { globs, labels, choices, refused } = conjunctionOf(selector);
  if (labels.some(([name, value]) => labels.some(([other, another]) => other === name && another !== value)))
    return true;
  if (globs.some((list) => isApart(list, globs))) return true;
  return (
    refused.some((none) => takesAllOf(none, selector)) || choices.some((choice) => choice.every(contradictsItself))
  );
}

/** Whether a list of whole cgroup paths has none that all the other lists match. */
function isApart(list: readonly string[], globs: readonly (readonly string[])[]): boolean {
  if (list.some((glob) => META.test(glob))) return false;
  return !list.some((path) => globs.every((others) => others === list || covers(others, [path])));
}

/** Whether `wide` matches all that `narrow` does, as far as their form tells. */
export function takesAllOf(wide: Selector, narrow: Selector): boolean {
  if (selectsNothing(narrow)) return true;
  const has = conjunctionOf(narrow);
  const { cgroupGlobs = [], commandRegexes = [], hostLabels = {}, anyOf = [], allOf = [], noneOf } = wide;
  const itself =
    (cgroupGlobs.length === 0 || has.globs.some((list) => covers(cgroupGlobs, list))) &&
    (commandRegexes.length === 0 || has.regexes.some((list) => list.every((text) => commandRegexes.includes(text)))) &&
    Object.entries(hostLabels).every(([name, value]) =>
      has.labels.some((own) => own[0] === name && own[1] === value),
    ) &&
    (anyOf.length === 0 || anyOf.some((each) => takesAllOf(each, narrow))) &&
    allOf.every((each) => takesAllOf(each, narrow)) &&
    (noneOf === undefined || selectsNothing(noneOf));
  return itself || has.choices.some((choice) => choice.every((each) => takesAllOf(wide, each)));
}

/** Whether each glob of `narrow` matches only paths that one of `wide` matches. */
function covers(wide: readonly string[], narrow: readonly string[]): boolean {
  if (wide.length * narrow.length > MOST_COMPARED) return false;
  return narrow.every((glob) => wide.some((other) => coversOne(other, glob)));
}

function coversOne(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (!META.test(narrow)) return compileGlob(wide)?.test(narrow) ?? false;
  // All below a path: what begins with that path as text, whatever follows.
  const path = wide.replace(/\*\*+$/, '');
  return path !== wide && !META.test(path) && narrow.startsWith(path);
}
