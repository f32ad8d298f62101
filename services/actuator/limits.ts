import type { Limits__Output } from '../contract/gen/thermocline/v1/Limits.js';
import type { RateBounds } from './rates.js';

/** Of what a bound is one: all moves, those of a direction, those between one pair of nodes. */
const SCOPES = ['total', 'promotion', 'demotion', 'pair'] as const;
type Scope = (typeof SCOPES)[number];

/** Fields of Limits, by scope: bytes and base pages a second. */
const FIELDS = {
  total: ['bytesPerSecond', 'pagesPerSecond'],
  promotion: ['promotionBytesPerSecond', 'promotionPagesPerSecond'],
  demotion: ['demotionBytesPerSecond', 'demotionPagesPerSecond'],
  pair: ['pairBytesPerSecond', 'pairPagesPerSecond'],
} as const satisfies Record<Scope, readonly [string, string]>;

export type LimitField = (typeof FIELDS)[Scope][number];

/** What somebody set; a field that is absent bounds nothing. */
export type Limits = Partial<Readonly<Record<LimitField, number>>>;

/** Numbers of a message. Throws a RangeError that names a field which is not a whole number below 2^53. */
export function readLimits(message: Limits__Output | null | undefined): Limits {
  const read: Partial<Record<LimitField, number>> = {};
  for (const field of SCOPES.flatMap((scope) => FIELDS[scope])) {
    const text = message?.[field];
    if (text === undefined) continue;
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${snake(field)}: got ${text}`);
    read[field] = value;
  }
  return read;
}

/** Bounds in bytes a second: of bytes and of pages the lower one. */
export function boundsOf(
  limits: { readonly [F in LimitField]?: number | undefined },
  pageSize: number,
): Partial<RateBounds> {
  const bounds: Partial<Record<Scope, number>> = {};
  for (const scope of SCOPES) {
    const [bytes, pages] = FIELDS[scope];
    const lower = Math.min(
      limits[bytes] ?? Number.POSITIVE_INFINITY,
      (limits[pages] ?? Number.POSITIVE_INFINITY) * pageSize,
    );
    if (Number.isFinite(lower)) bounds[scope] = lower;
  }
  return bounds;
}

/** The lower of each bound that any of them sets. */
export function lowestBounds(all: Iterable<Partial<RateBounds>>): Partial<RateBounds> {
  const lowest: Partial<Record<Scope, number>> = {};
  for (const bounds of all) {
    for (const scope of SCOPES) {
      const bound = bounds[scope];
      if (bound !== undefined) lowest[scope] = Math.min(lowest[scope] ?? bound, bound);
    }
  }
  return lowest;
}

function snake(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
