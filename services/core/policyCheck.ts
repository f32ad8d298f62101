import type { PolicySpec } from './policySpec.js';
import { type Problem, shown } from './problem.js';
import { AGE_MAX_SECONDS, STALE_MAX_TICKS, STALE_TICK_MS } from './quantities.js';

/** A plan names its reasons by one byte, and each class has one for each rule. */
const MAX_CLASSES = 100;

/** Runs do not tell how stale they are beyond this. */
export const MAX_DATA_AGE_SECONDS = ((STALE_MAX_TICKS - 1) * STALE_TICK_MS) / 1000;

/** All that is wrong with the numbers and names of a policy; selectors are checked where they are compiled. */
export function policyProblems(spec: PolicySpec): Problem[] {
  const problems: Problem[] = [];
  const check = (path: string, value: unknown, sound: boolean, expected: string): void => {
    if (!sound) problems.push({ path, got: shown(value), expected });
  };
  const number = (path: string, value: unknown, least: number, most: number, unit: string): void => {
    const sound = typeof value === 'number' && value >= least && value <= most;
    check(path, value, sound, most === Infinity ? `at least ${least} ${unit}` : `${least} to ${most} ${unit}`);
  };
  const name = (path: string, value: unknown): void => {
    check(path, value, typeof value === 'string' && value.length > 0, 'a name');
  };

  name('name', spec.name);
  check('revision', spec.revision, Number.isSafeInteger(spec.revision) && spec.revision >= 0, 'a whole number');
  number('bytesPerSecondPerHost', spec.bytesPerSecondPerHost, 0, Number.MAX_SAFE_INTEGER, 'bytes a second');
  number('residenceSeconds', spec.residenceSeconds, 0, Number.MAX_SAFE_INTEGER, 'seconds');
  number('dataMaxAgeSeconds', spec.dataMaxAgeSeconds, 1, MAX_DATA_AGE_SECONDS, 'seconds');
  number('heatHalfLifeSeconds', spec.heatHalfLifeSeconds, 1, Number.MAX_SAFE_INTEGER, 'seconds');

  const classes = Array.isArray(spec.classes) ? spec.classes : [];
  check('classes', spec.classes?.length, classes.length > 0 && classes.length <= MAX_CLASSES, `1 to ${MAX_CLASSES}`);
  const names = new Set<string>();
  classes.forEach((entry, i) => {
    name(`classes[${i}].name`, entry.name);
    check(`classes[${i}].name`, entry.name, !names.has(entry.name), 'a name that no other class has');
    names.add(entry.name);
    number(`classes[${i}].coldAgeSeconds`, entry.coldAgeSeconds, 1, AGE_MAX_SECONDS, 'seconds');
    const hot = typeof entry.hotRate === 'number' && entry.hotRate > 0 && entry.hotRate <= 1;
    check(`classes[${i}].hotRate`, entry.hotRate, hot, 'a share above 0, at most 1');
  });

  const tiers = Array.isArray(spec.tiers) ? spec.tiers : [];
  check('tiers', spec.tiers, Array.isArray(spec.tiers), 'a list, which may be empty');
  const ranks = new Set<number>();
  tiers.forEach((tier, i) => {
    check(`tiers[${i}].rank`, tier.rank, Number.isInteger(tier.rank) && tier.rank >= 0, 'a whole number from 0');
    check(`tiers[${i}].rank`, tier.rank, !ranks.has(tier.rank), 'a rank that no other entry has');
    ranks.add(tier.rank);
    number(`tiers[${i}].headroomShare`, tier.headroomShare, 0, 1, 'of the tier');
  });
  return problems;
}
