import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ThermoclineError } from './errors.js';

type Path = readonly PropertyKey[];

/** Reads and checks a configuration file. Throws CONFIG_MISSING or CONFIG_INVALID, the latter with every problem there is. */
export function loadConfig<S extends z.ZodType>(schema: S, file: string): z.output<S> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : (cause as Error).message;
    throw new ThermoclineError('CONFIG_MISSING', `${file} ${why}; name the configuration with --config FILE`, {
      cause,
    });
  }
  return parseConfig(schema, text, file);
}

/** The configuration in a YAML text, complete with defaults, and frozen. `file` is for messages. */
export function parseConfig<S extends z.ZodType>(schema: S, text: string, file: string): z.output<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors.map((error) => `${place(file, lines, error.pos[0])}: ${error.message}`);
  if (syntax.length > 0) throw invalid(syntax);
  const given: unknown = document.toJS() ?? {};
  const result = schema.safeParse(given);
  if (result.success) return deepFreeze(result.data);
  const problems = result.error.issues
    .flatMap((issue) => problemsOf(issue, given, schema))
    .map(({ path, says }) => {
      const node = nearestNode(document.contents, path);
      return `${place(file, lines, node?.range?.[0])}: ${says}`;
    });
  throw invalid(problems);
}

function invalid(problems: readonly string[]): ThermoclineError {
  return new ThermoclineError('CONFIG_INVALID', problems.join('\n  '));
}

interface Problem {
  readonly path: Path;
  readonly says: string;
}

function problemsOf(issue: z.core.$ZodIssue, given: unknown, schema: z.ZodType): Problem[] {
  const at = (path: Path): string => (path.length > 0 ? path.map(String).join('.') : 'the file');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      const known = keysAt(schema, issue.path);
      const close = known.find((each) => distance(each, key) <= 2);
      const may = close ? `did you mean ${close}?` : `it may be ${known.join(', ')}`;
      return { path, says: `${at(path)}: unknown key; ${may}` };
    });
  }
  const got = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  const shown = got === undefined ? 'nothing' : JSON.stringify(got);
  return [{ path: issue.path, says: `${at(issue.path)}: got ${shown}; ${expected(issue)}` }];
}

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.message.startsWith('expected') ? issue.message : `expected ${issue.expected}`;
    case 'too_small':
      return `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** Keys of the object that a schema has at a path, through optional and default wrappers. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let at: unknown = schema;
  const unwrapped = (each: unknown): { shape?: Record<string, unknown>; element?: unknown } => {
    let inner = each as { def?: { innerType?: unknown } };
    while (inner?.def?.innerType) inner = inner.def.innerType as typeof inner;
    return inner as { shape?: Record<string, unknown>; element?: unknown };
  };
  for (const key of path) {
    const { shape, element } = unwrapped(at);
    at = typeof key === 'number' ? element : shape?.[String(key)];
  }
  return Object.keys(unwrapped(at).shape ?? {});
}

/** The YAML node at a path, or the last one on the way to it; for a key itself, the key's node. */
function nearestNode(contents: unknown, path: Path): Node | undefined {
  let node = contents as Node | null | undefined;
  let nearest = node ?? undefined;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) break;
      nearest = pair.key as Node;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(key)] as Node | undefined;
      nearest = node ?? nearest;
    } else break;
  }
  return nearest;
}

function place(file: string, lines: LineCounter, offset: number | undefined): string {
  if (offset === undefined) return file;
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}

/** Levenshtein distance, for "did you mean". */
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

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
