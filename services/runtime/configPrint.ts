import { stringify } from 'yaml';
import type * as z from 'zod';
import { childOf, unwrapped } from './configShape.js';
import { duration, size } from './configTypes.js';
import { DURATION_UNITS_MS, quantityText, SIZE_UNITS_BYTES, type Units } from './quantities.js';

const UNITS_OF = new Map<unknown, Units>([
  [duration, DURATION_UNITS_MS],
  [size, SIZE_UNITS_BYTES],
]);

/** A configuration as YAML, defaults written out, durations and sizes with their units: a file that loads to the same. */
export function printConfig<S extends z.ZodType>(schema: S, config: z.output<S>): string {
  return stringify(asWritten(schema, config), { lineWidth: 0 });
}

function asWritten(schema: unknown, value: unknown): unknown {
  const units = UNITS_OF.get(unwrapped(schema));
  if (units && typeof value === 'number') return quantityText(value, units);
  if (Array.isArray(value)) return value.map((each, index) => asWritten(childOf(schema, index), each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, asWritten(childOf(schema, key), each)]));
}
