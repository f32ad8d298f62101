import { exchangeHeatGapOf } from '../core/policy.js';
import type { ClassSpec, PolicySpec } from '../core/policySpec.js';
import { ThermoclineError } from '../runtime/errors.js';

/** What may be varied, as the language calls it. */
export const PARAMETER_NAMES = [
  'coldAge',
  'hotRate',
  'residence',
  'exchangeHeatGap',
  'heatHalfLife',
  'perHost',
] as const;
export type ParameterName = (typeof PARAMETER_NAMES)[number];

/** seconds; share: 0..1; bytes: a second. */
export type Unit = 'seconds' | 'share' | 'bytes';

/** Which parameter to vary, from least to most, in its unit. */
export interface Range {
  readonly name: ParameterName;
  readonly least: number;
  readonly most: number;
}

interface Kind {
  readonly unit: Unit;
  /** Where nobody says otherwise. */
  readonly range: readonly [least: number, most: number];
  /** How many seconds, shares or bytes a whole step is: values are rounded to it, so that they read back the same. */
  readonly step: number;
}

const MIB = 2 ** 20;

export const KINDS: Readonly<Record<ParameterName, Kind>> = {
  coldAge: { unit: 'seconds', range: [30, 7200], step: 1 },
  hotRate: { unit: 'share', range: [0.01, 0.9], step: 0.0001 },
  residence: { unit: 'seconds', range: [30, 1800], step: 1 },
  exchangeHeatGap: { unit: 'share', range: [0.01, 0.5], step: 0.0001 },
  heatHalfLife: { unit: 'seconds', range: [10, 600], step: 1 },
  perHost: { unit: 'bytes', range: [4 * MIB, 256 * MIB], step: MIB },
};

/** All but the budget, which is not for a search to raise unless it is told to. */
export const VARIED_BY_DEFAULT: readonly ParameterName[] = [
  'coldAge',
  'hotRate',
  'residence',
  'exchangeHeatGap',
  'heatHalfLife',
];

export function usualRange(name: ParameterName): Range {
  const [least, most] = KINDS[name].range;
  return { name, least, most };
}

/** One number of a policy that is varied. */
export interface Parameter extends Range {
  /** Name of its class, where it is one of a class. */
  readonly className?: string;
  /** Where it stands in a policy as it is written. */
  readonly path: readonly (string | number)[];
  readonly of: (spec: PolicySpec) => number;
  readonly set: (spec: PolicySpec, value: number) => PolicySpec;
}

/**
 * The numbers of a policy that lie within reach of these ranges: each class that goes by a threshold has its own.
 * Throws USAGE for a range that nothing in the policy goes by.
 */
export function parametersOf(spec: PolicySpec, ranges: readonly Range[]): Parameter[] {
  return ranges.flatMap((range) => {
    const found = isOfClass(range.name) ? ofClasses(spec, range, range.name) : [ofPolicy(range)];
    if (found.length > 0) return found;
    throw new ThermoclineError(
      'USAGE',
      `--vary ${range.name}: no class of policy ${spec.name} goes by its ${range.name}`,
    );
  });
}

/** The policy with these values, one for each parameter. */
export function policyWith(spec: PolicySpec, parameters: readonly Parameter[], values: readonly number[]): PolicySpec {
  return parameters.reduce((changed, parameter, i) => parameter.set(changed, values[i] as number), spec);
}

function isOfClass(name: ParameterName): name is 'coldAge' | 'hotRate' {
  return name === 'coldAge' || name === 'hotRate';
}

const CLASS_FIELDS = { coldAge: 'coldAgeSeconds', hotRate: 'hotRate' } as const;

function ofClasses(spec: PolicySpec, range: Range, name: 'coldAge' | 'hotRate'): Parameter[] {
  const field = CLASS_FIELDS[name];
  // Thresholds that tune themselves begin within the bounds of the goals.
  const bounds = spec.goals?.[field];
  const least = Math.max(range.least, bounds?.[0] ?? range.least);
  const most = Math.min(range.most, bounds?.[1] ?? range.most);
  if (least > most) return [];
  return spec.classes.flatMap((entry, i) =>
    goesBy(entry, name)
      ? [
          {
            name,
            least,
            most,
            className: entry.name,
            path: ['classes', i, name],
            of: ({ classes }) => classes[i]?.[field] ?? least,
            set: (from, value) => ({
              ...from,
              classes: from.classes.map((each, at) => (at === i ? { ...each, [field]: value } : each)),
            }),
          } satisfies Parameter,
        ]
      : [],
  );
}

function goesBy(entry: ClassSpec, name: 'coldAge' | 'hotRate'): boolean {
  if (entry.alwaysFast) return false;
  return name === 'coldAge' ? entry.neverDemote !== true : entry.hotWindows === undefined;
}

const POLICY_FIELDS = {
  residence: ['residenceSeconds', ['guards', 'residence']],
  exchangeHeatGap: ['exchangeHeatGap', ['guards', 'exchangeHeatGap']],
  heatHalfLife: ['heatHalfLifeSeconds', ['heatHalfLife']],
  perHost: ['bytesPerSecondPerHost', ['budgets', 'perHost']],
} as const;

function ofPolicy(range: Range): Parameter {
  const [field, path] = POLICY_FIELDS[range.name as keyof typeof POLICY_FIELDS];
  const of = (spec: PolicySpec): number => spec[field] ?? exchangeHeatGapOf(spec);
  return { ...range, path, of, set: (spec, value) => ({ ...spec, [field]: value }) };
}
