import * as z from 'zod';
import type { AmountSpec } from '../core/policySpec.js';
import { duration as durationType, quantityType, size as sizeType } from '../runtime/configTypes.js';
import { quantity, SIZE_UNITS_BYTES, type Units } from '../runtime/quantities.js';

/**
 * The values that a policy is written with. What stands in `meta` goes into the JSON Schema that editors read: durations and
 * sizes are texts to it, and these are their patterns.
 */

export const NANOSECOND_UNITS: Units = { ns: 1, us: 1000, ms: 1_000_000 };

const NUMBER = '[0-9]+(\\.[0-9]+)?';
const SIZE_PATTERN = `${NUMBER} *(B|[kK]B|KiB|MB|MiB|GB|GiB|TB|TiB)`;
const SHARE_PATTERN = `${NUMBER} *%`;

/** `250ms`, `10s`, `8m`, `24h`, `7d` → milliseconds. */
export const duration = durationType.meta({ pattern: `^${NUMBER} *(ms|s|m|h|d)$`, examples: ['8m', '30s'] });

/** `64KiB`, `1.5GB`, `512MiB` → bytes. */
export const size = sizeType.meta({ pattern: `^${SIZE_PATTERN}$`, examples: ['64MiB', '2GiB'] });

/** `900ns`, `1.2us` → nanoseconds. */
export const nanoseconds = quantityType(NANOSECOND_UNITS, 'a time such as 150ns or 1.2us').meta({
  pattern: `^${NUMBER} *(ns|us|ms)$`,
  examples: ['150ns', '1.2us'],
});

/** `5%` or `0.05` → 0..1; undefined for anything else. */
function shareFrom(value: string | number): number | undefined {
  const percent = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1] : undefined;
  const share = percent === undefined ? value : Number(percent) / 100;
  return typeof share === 'number' && share >= 0 && share <= 1 ? share : undefined;
}

const EXPECTED_SHARE = 'expected a share such as 5% or 0.05';
const EXPECTED_AMOUNT = 'expected a size such as 2GiB, or a share of the fast tier such as 40%';

export const share = z
  .union([z.string(), z.number()], { error: EXPECTED_SHARE })
  .transform((value, context) => {
    const found = shareFrom(value);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: EXPECTED_SHARE });
    return z.NEVER;
  })
  .meta({ pattern: `^${SHARE_PATTERN}$`, examples: ['5%', 0.05] });

/** `2GiB`, or `40%` or `0.4` of the host's fast tier. */
export const amount = z
  .union([z.string(), z.number()], { error: EXPECTED_AMOUNT })
  .transform((value, context): AmountSpec => {
    const bytes = typeof value === 'string' ? quantity(value, SIZE_UNITS_BYTES) : undefined;
    if (bytes !== undefined) return { bytes: Math.round(bytes) };
    const found = shareFrom(value);
    if (found !== undefined) return { share: found };
    context.addIssue({ code: 'custom', message: EXPECTED_AMOUNT });
    return z.NEVER;
  })
  .meta({ pattern: `^(${SIZE_PATTERN}|${SHARE_PATTERN})$`, examples: ['2GiB', '40%'] });

const EXPECTED_WINDOWS = 'expected k of n, as in 3 of 5';

/** `3 of 5`. */
export const hotWindows = z
  .string({ error: EXPECTED_WINDOWS })
  .transform((text, context) => {
    const found = /^(\d{1,3}) of (\d{1,3})$/.exec(text);
    if (found) return { seen: Number(found[1]), of: Number(found[2]) };
    context.addIssue({ code: 'custom', message: EXPECTED_WINDOWS });
    return z.NEVER;
  })
  .meta({ pattern: '^[1-8] of [1-8]$', examples: ['3 of 5'] });

/** The least and the most. */
export function bounds<T extends z.ZodType>(of: T) {
  return z.tuple([of, of], { error: 'expected [least, most]' });
}
