import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, type YAMLParseError } from 'yaml';
import { nearestNode, type Path } from '../runtime/configPlaces.js';

/** A line and a column of a text, from 1; both 0 where there is none to show. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a policy's text. */
export interface PolicyProblem extends Place {
  /** Keys and indices from the top, as in `classes.1.coldAge`; empty for the whole. */
  readonly field: string;
  /** What stands there, and what may. */
  readonly reason: string;
}

/** Longer texts are no policies. Two copies, as text and as data, have to fit into one message of NATS (1 MiB). */
export const MAX_SOURCE_BYTES = 256 * 1024;

const MAX_SYNTAX_PROBLEMS = 20;

function syntaxReason(message: string): string {
  return message.startsWith('Maximum call stack') ? 'nested too deeply' : message;
}

/** A policy's text, read as YAML: its content, and where in it everything stands. */
export class PolicySource {
  readonly problems: PolicyProblem[] = [];
  /** Plain data; undefined when the text is no YAML. */
  readonly content: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed | undefined;

  constructor(private readonly text: string) {
    if (Buffer.byteLength(text) > MAX_SOURCE_BYTES) {
      this.problems.push({ field: '', reason: `longer than ${MAX_SOURCE_BYTES} bytes`, line: 1, column: 1 });
      return;
    }
    try {
      this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
      this.addSyntax(this.document.errors);
      if (this.problems.length === 0) this.content = this.document.toJS() ?? {};
    } catch (error) {
      // Nested beyond the stack, or aliases of aliases that would fill the memory.
      this.problems.push({ field: '', reason: syntaxReason((error as Error).message), line: 1, column: 1 });
    }
  }

  /** The first at each place: one thing wrong is often told many times over. */
  private addSyntax(errors: readonly YAMLParseError[]): void {
    const told = new Set<number>();
    for (const { message, pos } of errors) {
      if (told.has(pos[0]) || told.size >= MAX_SYNTAX_PROBLEMS) continue;
      told.add(pos[0]);
      this.add([], syntaxReason(message), this.placeOf(pos[0]));
    }
  }

  add(path: Path, reason: string, place: Place = this.at(path)): void {
    this.problems.push({ field: path.map(String).join('.'), reason, ...place });
  }

  /** Where a path stands, or the nearest to it that is there. */
  at(path: Path): Place {
    const offset = nearestNode(this.document?.contents, path)?.range?.[0];
    return offset === undefined ? { line: 0, column: 0 } : this.placeOf(offset);
  }

  /** The text with the source of custom rules in place of the names of their files; comments stay. */
  withRules(sourceOf: (file: string) => string): string {
    const { document } = this;
    let replaced = false;
    const rules = document?.get('customRules');
    for (const rule of isSeq(rules) ? rules.items : []) {
      if (!isMap(rule)) continue;
      for (const pair of rule.items) {
        if (!isScalar(pair.key) || pair.key.value !== 'file' || !isScalar(pair.value)) continue;
        const source = new Scalar(sourceOf(String(pair.value.value)));
        source.type = 'BLOCK_LITERAL';
        pair.key.value = 'source';
        pair.value = source;
        replaced = true;
      }
    }
    return replaced && document ? document.toString({ lineWidth: 0 }) : this.text;
  }

  private placeOf(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }
}

/** `file:line:column: field: reason`, as editors and terminals take it. */
export function problemText({ field, reason, line, column }: PolicyProblem, file: string): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return `${place}: ${field === '' ? '' : `${field}: `}${reason}`;
}
