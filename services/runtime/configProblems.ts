import type * as z from 'zod';
import type { Path } from './configPlaces.js';
import { childOf, keysOf } from './configShape.js';

export interface Problem {
  readonly path: Path;
  /** The key's path, what stands there, and what may. */
  readonly says: string;
}

const SHOWN_CHARACTERS = 60;
/** Letters that may differ for "did you mean". */
const CLOSE = 2;

/** What one issue of the schema means to the person who wrote the file. */
export function problemsOf(issue: z.core.$ZodIssue, given: unknown, schema: z.ZodType): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(issue.path.reduce<unknown>(childOf, schema));
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { path, says: `${nameOf(path)}: unknown key; ${suggestion(key, known)}` };
    });
  }
  const got = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    given,
  );
  return [{ path: issue.path, says: `${nameOf(issue.path)}: got ${shown(got)}; ${expected(issue)}` }];
}

function nameOf(path: Path): string {
  return path.length > 0 ? path.map(String).join('.') : 'the file';
}

function shown(got: unknown): string {
  if (got === undefined) return 'nothing';
  const text = JSON.stringify(got) ?? String(got);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'keys and values',
  record: 'keys and values',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const COUNTED: Readonly<Record<string, string>> = { array: ' in the list', string: ' characters' };

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.message.startsWith('expected')
        ? issue.message
        : `expected ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${COUNTED[issue.origin] ?? ''}`;
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${COUNTED[issue.origin] ?? ''}`;
    default:
      return issue.message;
  }
}

/** `did you mean …?` where a known key is close, else the keys that there are. */
export function suggestion(key: string, known: readonly string[]): string {
  const near = known
    .map((each) => ({ each, letters: distance(each.toLowerCase(), key.toLowerCase()) }))
    .filter(({ each, letters }) => letters <= Math.min(CLOSE, each.length - 1))
    .sort((a, b) => a.letters - b.letters)[0];
  if (near) return `did you mean ${near.each}?`;
  return known.length > 0 ? `it may be ${known.join(', ')}` : 'there are no keys here';
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
