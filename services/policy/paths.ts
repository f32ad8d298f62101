import type { PolicySpec } from '../core/policySpec.js';
import type { Path } from '../runtime/configPlaces.js';

/** Fields of the specification that are called otherwise, or stand elsewhere, where people write them. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  bytesPerSecondPerHost: ['budgets', 'perHost'],
  bytesPerSecondPerNodePair: ['budgets', 'perNodePair'],
  bytesPerSecondPerFleet: ['budgets', 'perFleet'],
  residenceSeconds: ['guards', 'residence'],
  pingPongWindowSeconds: ['guards', 'pingPongWindow'],
  exchangeHeatGap: ['guards', 'exchangeHeatGap'],
  dataMaxAgeSeconds: ['guards', 'dataMaxAge'],
  minConfidence: ['guards', 'minConfidence'],
  demoteAcrossSockets: ['guards', 'demoteAcrossSockets'],
  heatHalfLifeSeconds: ['heatHalfLife'],
  coldAgeSeconds: ['coldAge'],
  headroomShare: ['headroom'],
  lowShare: ['low'],
  withinSeconds: ['within'],
  moveCostNanoseconds: ['moveCost'],
  slowPenaltyNanoseconds: ['slowPenalty'],
  perGibMonthByTier: ['perGibMonth'],
  selector: ['match'],
  cgroupGlobs: ['cgroups'],
  commandRegexes: ['commands'],
  anyOf: ['any'],
  allOf: ['all'],
  latencySensitive: ['latency'],
};

/** Where in the YAML that is which core calls `classes[1].selector.noneOf.cgroupGlobs[0]`. `written`: the YAML's content. */
export function writtenPath(path: string, spec: PolicySpec, written: unknown): Path {
  const tokens = path.match(/[^.[\]]+/g) ?? [];
  const result: PropertyKey[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    if (token === 'labelBudgets') {
      const label = spec.labelBudgets?.[Number(tokens[++i])]?.label;
      return ['budgets', 'perLabel', ...(label === undefined ? [] : [label])];
    }
    if (token === 'noneOf') {
      // One of several is written in the list itself.
      const list = valueAt(written, [...result, 'none']);
      const several = Array.isArray(list) && list.length > 1 && tokens[i + 1] === 'anyOf';
      result.push('none', several ? Number(tokens[i + 2]) : 0);
      if (several) i += 2;
    } else if (token === 'source' && valueAt(written, [...result, 'file']) !== undefined) result.push('file');
    else result.push(...(/^\d+$/.test(token) ? [Number(token)] : (WRITTEN[token] ?? [token])));
  }
  return result;
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, content);
}
