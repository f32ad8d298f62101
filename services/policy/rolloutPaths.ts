import type { RolloutSpec } from '../core/rollout.js';
import type { Path } from '../runtime/configPlaces.js';
import type { WrittenRollout } from './rolloutLanguage.js';

/** Names of a RolloutSpec that people write otherwise; all others are written as they are. */
const WRITTEN: Readonly<Record<string, string>> = {
  rolloutId: 'name',
  policyName: 'policy',
  stableRevision: 'revision',
  intervalSeconds: 'interval',
  baselineIntervals: 'baseline',
  settleIntervals: 'settle',
  missingLimit: 'missing',
  everyIntervals: 'every',
  seconds: 'for',
};

/** Where something of a specification is written. `path`: as in `steps[2].analysis.metrics[0].succeedBelow`. */
export function rolloutPath(path: string, written: WrittenRollout, spec: RolloutSpec): Path {
  const parts: (string | number)[] = path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : (WRITTEN[part] ?? part)));
  const [top, index, ...rest] = parts;
  if (top !== 'steps' || typeof index !== 'number') return parts;
  return rest[0] === 'analysis' ? inAnalysis(index, rest, written, spec) : inStep(index, rest, written);
}

/** `percent` and `for` belong to the kind of the step; of `setWeight: 5` the percent is the whole. */
function inStep(index: number, rest: Path, written: WrittenRollout): Path {
  const step = written.steps[index] ?? {};
  const kind = (['shadow', 'setWeight', 'pause', 'analysis'] as const).find((each) => step[each] !== undefined);
  if (kind === undefined) return ['steps', index];
  const isWhole = typeof step[kind] === 'number';
  return ['steps', index, kind, ...(isWhole ? [] : rest)];
}

/** A metric of an analysis is written under `metrics`, and only named there. */
function inAnalysis(index: number, rest: Path, written: WrittenRollout, spec: RolloutSpec): Path {
  const [, list, k, field] = rest;
  const step = spec.steps[index];
  if (list !== 'metrics' || typeof k !== 'number' || step?.kind !== 'analysis') return ['steps', index, ...rest];
  if (field === 'name' && written.steps[index]?.analysis?.metrics) return ['steps', index, 'analysis', 'metrics', k];
  const metric = written.metrics.findIndex(({ name }) => name === step.analysis.metrics[k]?.name);
  return ['metrics', metric, ...(field === undefined ? [] : [field])];
}
