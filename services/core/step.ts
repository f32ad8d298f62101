/** One rule that a page met, and how it did. */
export interface Step {
  /** Stable name: facts, budget, granularity, class, confidence, data-age, in-plan, kind, mark, hot, cold, room … */
  readonly rule: string;
  /** Whether it lets the page move. */
  readonly passed: boolean;
  /** For people. */
  readonly text: string;
  /** What it was judged by: thresholds and figures, by name. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** Numbers with what is undefined left out. */
export function numbersOf(of: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(of).filter((entry): entry is [string, number] => entry[1] !== undefined));
}

export function step(
  rule: string,
  passed: boolean,
  text: string,
  numbers: Readonly<Record<string, number | undefined>>,
): Step {
  return { rule, passed, text, numbers: numbersOf(numbers) };
}
