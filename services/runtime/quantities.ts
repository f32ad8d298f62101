/** Durations and sizes as people write them. */

/** Unit → how many milliseconds, or bytes, it is; ascending. */
export type Units = Readonly<Record<string, number>>;

export const DURATION_UNITS_MS: Units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const SIZE_UNITS_BYTES: Units = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  KiB: 2 ** 10,
  MB: 1e6,
  MiB: 2 ** 20,
  GB: 1e9,
  GiB: 2 ** 30,
  TB: 1e12,
  TiB: 2 ** 40,
};

/** `1.5GB` in the units of a table, as a number; undefined when the text is no such thing. */
export function quantity(text: string, units: Units): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text);
  if (!match) return undefined;
  const unit = Object.hasOwn(units, match[2] as string) ? units[match[2] as string] : undefined;
  return unit === undefined ? undefined : Number(match[1]) * unit;
}

/** The inverse: in the largest unit that leaves a whole number, so that reading it back gives the same. */
export function quantityText(value: number, units: Units): string {
  const whole = Object.entries(units).findLast(([, each]) => value !== 0 && value % each === 0);
  return whole ? `${value / whole[1]}${whole[0]}` : `${value}${Object.keys(units)[0]}`;
}
