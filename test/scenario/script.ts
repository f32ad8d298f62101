/**
 * The form of a scenario: blocks of a command, a line of dashes, and what is expected, after the manner of etcd-io/raft's
 * testdata (cockroachdb/datadriven).
 *
 *     # comment
 *     verb argument key=value
 *     line of input
 *     ----
 *     expected
 *     lines
 *
 * Blocks end at an empty line.
 */
export interface Command {
  readonly verb: string;
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  readonly input: readonly string[];
  /** Line of the verb in the file, from 1. */
  readonly line: number;
}

export interface ScriptRun {
  /** The script with what came out in place of what was expected. */
  readonly text: string;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly line: number;
  readonly expected: string;
  readonly actual: string;
}

/** Runs every command of a script through `execute`, which returns the lines that came out. */
export function runScript(text: string, execute: (command: Command) => readonly string[]): ScriptRun {
  const lines = text.split('\n');
  const out: string[] = [];
  const failures: Failure[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] as string;
    if (line === '' || line.startsWith('#')) {
      out.push(line);
      i++;
      continue;
    }
    const first = i;
    const given: string[] = [];
    while (i < lines.length && lines[i] !== '----') given.push(lines[i++] as string);
    const expected: string[] = [];
    for (i++; i < lines.length && lines[i] !== ''; i++) expected.push(lines[i] as string);
    const actual = execute(commandOf(given, first + 1));
    if (actual.join('\n') !== expected.join('\n')) {
      failures.push({ line: first + 1, expected: expected.join('\n'), actual: actual.join('\n') });
    }
    out.push(...given, '----', ...actual);
  }
  return { text: out.join('\n'), failures };
}

function commandOf(given: readonly string[], line: number): Command {
  const [verb = '', ...rest] = (given[0] ?? '').split(/\s+/);
  const words: string[] = [];
  const options = new Map<string, string>();
  for (const word of rest) {
    const [name = '', value] = word.split('=', 2);
    if (value === undefined) words.push(word);
    else options.set(name, value);
  }
  return { verb, words, options, input: given.slice(1), line };
}
