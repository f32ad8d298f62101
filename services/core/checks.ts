import { type Problem, shown } from './problem.js';

/** Looks at what may be of any type, and writes down what is wrong with it. */
export class Checks {
  readonly problems: Problem[] = [];

  /** Answers whether it is sound. */
  that(path: string, value: unknown, sound: boolean, expected: string): boolean {
    if (!sound) this.refuse(path, shown(value), expected);
    return sound;
  }

  /** `got`: in words. */
  refuse(path: string, got: string, expected: string): void {
    this.problems.push({ path, got, expected });
  }

  name(path: string, value: unknown): void {
    this.that(path, value, typeof value === 'string' && value.length > 0, 'a name');
  }

  number(path: string, value: unknown, least: number, most: number, unit: string): boolean {
    const sound = typeof value === 'number' && value >= least && value <= most;
    const bounds = most >= Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
    return this.that(path, value, sound, `${bounds} ${unit}`);
  }

  /** Nothing is sound as well. */
  optionalNumber(path: string, value: unknown, least: number, most: number, unit: string): void {
    if (value !== undefined) this.number(path, value, least, most, unit);
  }

  whole(path: string, value: unknown, least: number, most: number): boolean {
    const sound = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
    return this.that(path, value, sound, `a whole number from ${least} to ${most}`);
  }

  /** Each name once. `where`: path of the name of an entry. */
  distinct(names: readonly unknown[], where: (index: number) => string, expected: string): void {
    const seen = new Set<unknown>();
    names.forEach((name, i) => {
      this.that(where(i), name, !seen.has(name), expected);
      seen.add(name);
    });
  }
}

/** The entries of what should be a list; none where it is something else. */
export function entriesOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}
