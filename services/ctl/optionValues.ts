import { ThermoclineError } from '../runtime/errors.js';
import { DURATION_UNITS_MS, quantity, SIZE_UNITS_BYTES } from '../runtime/quantities.js';

/** Values of options. Each throws USAGE for what it cannot read. */

function refuse(option: string, text: string, expected: string): never {
  throw new ThermoclineError('USAGE', `${option}: got ${JSON.stringify(text)}; expected ${expected}`);
}

/** Milliseconds. */
export function durationOption(option: string): (text: string) => number {
  return (text) => quantity(text, DURATION_UNITS_MS) ?? refuse(option, text, 'a duration such as 10m');
}

/** Bytes. */
export function amountOption(option: string): (text: string) => number {
  return (text) => quantity(text, SIZE_UNITS_BYTES) ?? refuse(option, text, 'a size such as 2GiB');
}

/** `5%` or `0.05`: 0..1. */
export function shareOption(option: string): (text: string) => number {
  return (text) => {
    const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
    const share = percent === undefined ? (/^[\d.]+$/.test(text) ? Number(text) : Number.NaN) : Number(percent) / 100;
    return share >= 0 && share <= 1 ? share : refuse(option, text, 'a share such as 5% or 0.05');
  };
}

/** A time as ISO 8601, or as long ago: Unix ms. */
export function timeOption(option: string, nowUnixMs: () => number = Date.now): (text: string) => number {
  return (text) => {
    const ago = quantity(text, DURATION_UNITS_MS);
    if (ago !== undefined) return nowUnixMs() - ago;
    const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at) ? refuse(option, text, 'a time such as 2026-03-01T12:00Z, or 24h for as long ago') : at;
  };
}

/** `a,b,c` */
export function listOption(text: string): string[] {
  return text.split(',').filter((each) => each !== '');
}

export function wholeOption(option: string, lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= lowest && value <= highest
      ? value
      : refuse(option, text, `a whole number from ${lowest} to ${highest}`);
  };
}
