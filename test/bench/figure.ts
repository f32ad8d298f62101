/** One measured number, as `npm run bench -- AREA --json` prints it, a line each. */
export interface Figure {
  readonly area: string;
  readonly name: string;
  /** The median over all runs. */
  readonly value: number;
  readonly unit: string;
  /** What it is a ratio of; empty for a plain quantity. */
  readonly of: string;
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** What must hold, in words; empty where there is no bar. */
  readonly bar: string;
  readonly holds: boolean | undefined;
  /** Of a share of trials: its 95 % interval. */
  readonly interval95?: readonly [number, number];
}

/** A bar: at least, or at most. */
export interface Bar {
  readonly least?: number;
  readonly most?: number;
}

export function figure(
  area: string,
  name: string,
  samples: readonly number[],
  unit: string,
  of = '',
  bar: Bar | undefined = undefined,
): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] as number)
      : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
  const min = sorted[0] ?? Number.NaN;
  const max = sorted[sorted.length - 1] ?? Number.NaN;
  // The worst run counts, not the median: a bar that most runs clear does not hold.
  const holds = bar && min >= (bar.least ?? Number.NEGATIVE_INFINITY) && max <= (bar.most ?? Number.POSITIVE_INFINITY);
  const words =
    bar?.least !== undefined ? `at least ${bar.least}` : bar?.most !== undefined ? `at most ${bar.most}` : '';
  return { area, name, value: median, unit, of, runs: samples.length, median, min, max, bar: words, holds };
}

export function printFigures(figures: readonly Figure[], json: boolean): void {
  for (const each of figures) {
    if (json) process.stdout.write(`${JSON.stringify(each)}\n`);
    else {
      const chance = each.interval95?.map(round).join(' … ');
      const among = each.runs > 1 ? ` (${round(each.min)} … ${round(each.max)}, ${each.runs} runs)` : '';
      const range = chance === undefined ? among : ` (95 %: ${chance}, ${each.runs} rollouts)`;
      const verdict = each.holds === undefined ? '' : each.holds ? '  holds: ' : '  DOES NOT HOLD: ';
      const of = each.of === '' ? '' : ` of ${each.of}`;
      process.stdout.write(
        `${each.area} ${each.name.padEnd(26)} ${round(each.value)} ${each.unit}${of}${range}${verdict}${each.bar}\n`,
      );
    }
  }
}

function round(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
