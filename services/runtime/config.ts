import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { nearestNode, place } from './configPlaces.js';
import { problemsOf } from './configProblems.js';
import { ThermoclineError } from './errors.js';

/**
 * Reads and checks a configuration file (YAML). Throws CONFIG_MISSING, or CONFIG_INVALID with every problem there is, each
 * with its line, its key, what stands there and what may.
 */
export function loadConfig<S extends z.ZodType>(schema: S, file: string): z.output<S> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ThermoclineError(
      'CONFIG_MISSING',
      `${file} ${reasonOf(cause)}; name the configuration with --config FILE`,
      {
        cause,
      },
    );
  }
  return parseConfig(schema, text, file);
}

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'is not there';
  if (code === 'EACCES') return 'may not be read by this user';
  if (code === 'EISDIR') return 'is a directory';
  return `cannot be read (${(cause as Error).message})`;
}

/** The configuration in a YAML text, complete with defaults, and frozen throughout. `file` is for messages. */
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
    .map(({ path, says }) => ({ says, offset: nearestNode(document.contents, path)?.range?.[0] }))
    .sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0))
    .map(({ says, offset }) => `${place(file, lines, offset)}: ${says}`);
  throw invalid(problems);
}

/** All in one error: who corrects a file wants to do it once. */
function invalid(problems: readonly string[]): ThermoclineError {
  return new ThermoclineError('CONFIG_INVALID', problems.join('\n  '));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
