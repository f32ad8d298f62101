import { KINDS, type Parameter } from './parameters.js';
import { normal, type Random, shuffled } from './random.js';

/** Candidates as values, one for each parameter. Between its ends a parameter is looked at by its logarithm: a minute more matters to one of two, not to an hour. */
export type Values = readonly number[];

/**
 * Values spread over all ranges: of each parameter, every one of `count` equal parts is taken once (M. D. McKay and others, "A
 * comparison of three methods for selecting values of input variables", 1979).
 */
export function spread(parameters: readonly Parameter[], count: number, random: Random): Values[] {
  const columns = parameters.map((parameter) =>
    shuffled(count, random).map((part) => valueAt(parameter, (part + random()) / count)),
  );
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i] as number));
}

/** Values around those of centres, in turn; `width`: standard deviation as a share of each range. */
export function around(
  parameters: readonly Parameter[],
  centres: readonly Values[],
  count: number,
  width: number,
  random: Random,
): Values[] {
  return Array.from({ length: count }, (_, i) => {
    const centre = centres[i % centres.length] as Values;
    return parameters.map((parameter, p) => {
      const at = placeOf(parameter, centre[p] as number) + width * normal(random);
      // What falls beyond an end comes back in, lest candidates gather there.
      const folded = Math.abs(at) > 1 ? 2 - Math.abs(at) : Math.abs(at);
      return valueAt(parameter, Math.min(1, Math.max(0, folded)));
    });
  });
}

/** 0..1 between the ends; what lies beyond an end counts as the end. */
function placeOf({ least, most }: Parameter, value: number): number {
  if (least === most) return 0;
  return Math.min(1, Math.max(0, Math.log(value / least) / Math.log(most / least)));
}

/** In two digits, as people write it, and whole steps. */
function valueAt({ name, least, most }: Parameter, place: number): number {
  const { step } = KINDS[name];
  const exact = least * (most / least) ** place;
  const digits = 10 ** (Math.floor(Math.log10(exact / step)) - 1);
  const steps = digits > 1 ? Math.round(exact / step / digits) * digits : Math.round(exact / step);
  // 12 digits: three ten-thousandths are no whole number of 2^-52.
  return Math.min(most, Math.max(least, Number((steps * step).toPrecision(12))));
}
