import { stringify } from 'yaml';
import { EXIT } from '../runtime/errors.js';
import type { Table } from './columns.js';

export type Format = 'table' | 'wide' | 'json' | 'yaml';
export const FORMATS: readonly Format[] = ['table', 'wide', 'json', 'yaml'];

const BOLD = '\u001b[1m';
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';
/** Cursor to the top left, then everything from there on away (ECMA-48: CUP, ED). */
const AFRESH = '\u001b[H\u001b[J';

/** Standard output: text for people, documents for programs. */
export class Screen {
  private readonly coloured: boolean;
  private documents = 0;

  constructor(
    private readonly out: NodeJS.WriteStream,
    environment: NodeJS.ProcessEnv,
  ) {
    // https://no-color.org: present and not empty.
    this.coloured = out.isTTY === true && !environment['NO_COLOR'];
    // The reader of the pipe has seen enough, as `head` does: that is no error of ours.
    out.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.fine);
      throw error;
    });
  }

  lines(lines: readonly string[]): void {
    if (lines.length > 0) this.out.write(`${lines.join('\n')}\n`);
  }

  /** Whether what is shown can be replaced. */
  get isLive(): boolean {
    return this.out.isTTY === true;
  }

  /** In place of what was there; below it where that cannot be replaced. */
  afresh(lines: readonly string[]): void {
    if (this.isLive) this.out.write(AFRESH);
    this.lines(lines);
  }

  /** A whole table. That there is nothing to show is said beside the output, where a program that reads it does not stumble. */
  rows<T>(table: Table<T>, rows: readonly T[], noun: string): void {
    if (rows.length > 0) this.lines(table.lines(rows));
    else process.stderr.write(`no ${noun} found\n`);
  }

  /** One document. 64-bit numbers are text in it, as in protobuf's JSON mapping: JSON readers round them otherwise. */
  document(format: 'json' | 'yaml', content: unknown): void {
    this.out.write(format === 'json' ? `${JSON.stringify(content, null, 2)}\n` : stringify(content));
  }

  /** One of many documents: a line each in JSON, `---` between them in YAML. */
  nextDocument(format: 'json' | 'yaml', content: unknown): void {
    if (format === 'json') this.out.write(`${JSON.stringify(content)}\n`);
    else this.out.write(`${this.documents++ > 0 ? '---\n' : ''}${stringify(content)}`);
  }

  title(text: string): string {
    return this.coloured ? `${BOLD}${text}${PLAIN}` : text;
  }

  warning(text: string): string {
    return this.coloured ? `${RED}${text}${PLAIN}` : text;
  }
}
