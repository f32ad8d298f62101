import { ThermoclineError } from '../runtime/errors.js';
import { DURATION_UNITS_MS, quantityText, SIZE_UNITS_BYTES } from '../runtime/quantities.js';
import { KINDS, PARAMETER_NAMES, type ParameterName, type Range, type Unit, usualRange } from '../tune/parameters.js';
import { amountOption, durationOption, shareOption } from './optionValues.js';

const VALUE: Readonly<Record<Unit, (option: string, text: string) => number>> = {
  seconds: (option, text) => durationOption(option)(text) / 1000,
  share: (option, text) => shareOption(option)(text),
  bytes: (option, text) => amountOption(option)(text),
};

/** `coldAge`, or `coldAge=30s..1h`: added to those named before. Throws USAGE. */
export function varyOption(text: string, before: readonly Range[] | undefined): Range[] {
  const [, word = '', from, to] = /^(\w+)(?:=(.+)\.\.(.+))?$/.exec(text) ?? [];
  const name = PARAMETER_NAMES.find((each) => each === word);
  if (!name) {
    const expected = `one of ${PARAMETER_NAMES.join(', ')}, with or without =least..most`;
    throw new ThermoclineError('USAGE', `--vary: got ${JSON.stringify(text)}; expected ${expected}`);
  }
  if (before?.some((each) => each.name === name)) throw new ThermoclineError('USAGE', `--vary: ${name} is named twice`);
  return [...(before ?? []), rangeOf(name, from, to)];
}

function rangeOf(name: ParameterName, from: string | undefined, to: string | undefined): Range {
  if (from === undefined || to === undefined) return usualRange(name);
  const { unit, step } = KINDS[name];
  const option = `--vary ${name}`;
  const [least, most] = [VALUE[unit](option, from), VALUE[unit](option, to)];
  if (least > most) throw new ThermoclineError('USAGE', `${option}: ${from} is more than ${to}`);
  if (least < step) {
    throw new ThermoclineError('USAGE', `${option}: got ${from}; expected at least ${valueText(unit, step)}`);
  }
  return { name, least, most };
}

/** As options and policies have it. */
export function valueText(unit: Unit, value: number): string {
  if (unit === 'seconds') return quantityText(Math.round(value * 1000), DURATION_UNITS_MS);
  return unit === 'bytes' ? quantityText(value, SIZE_UNITS_BYTES) : String(value);
}
