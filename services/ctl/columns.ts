/** Tables as kubectl prints them: no borders, columns three spaces apart, nothing at the end of a line. */

export interface Column<T> {
  readonly title: string;
  readonly text: (row: T) => string;
  /** Shown by `-o wide` alone. */
  readonly wide?: boolean;
  /** Room for rows that are not known yet, where lines are printed as they come. */
  readonly width?: number;
  /** Numbers are read from their end. */
  readonly right?: boolean;
}

export interface TableLook {
  readonly wide: boolean;
  readonly headers: boolean;
}

const GAP = '   ';

/** Prints rows, all at once or as they come; columns stay where the first rows put them unless a later one needs more. */
export class Table<T> {
  private readonly columns: readonly Column<T>[];
  private readonly widths: number[];
  private headed: boolean;

  constructor(columns: readonly Column<T>[], look: TableLook) {
    this.columns = columns.filter((column) => look.wide || column.wide !== true);
    this.widths = this.columns.map(({ title, width }) => Math.max(look.headers ? title.length : 0, width ?? 0));
    this.headed = !look.headers;
  }

  /** The lines of these rows, after the titles when they are the first. */
  lines(rows: readonly T[]): string[] {
    const cells = rows.map((row) => this.columns.map((column) => column.text(row)));
    for (const row of cells) {
      for (const [i, cell] of row.entries()) this.widths[i] = Math.max(this.widths[i] ?? 0, cell.length);
    }
    const lines = cells.map((row) => this.line(row));
    if (this.headed) return lines;
    this.headed = true;
    return [this.line(this.columns.map(({ title }) => title)), ...lines];
  }

  private line(cells: readonly string[]): string {
    const padded = cells.map((cell, i) => {
      const width = this.widths[i] ?? 0;
      return this.columns[i]?.right ? cell.padStart(width) : cell.padEnd(width);
    });
    return padded.join(GAP).trimEnd();
  }
}

/** `Name:  value` lines with the values below each other; what has no value is left out. */
export function facts(entries: readonly (readonly [string, string | undefined])[], indent = ''): string[] {
  const known = entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const width = Math.max(0, ...known.map(([name]) => name.length)) + 1;
  return known.map(([name, value]) => `${indent}${`${name}:`.padEnd(width)}  ${value}`.trimEnd());
}
