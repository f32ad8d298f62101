import { type Checks, entriesOf } from './checks.js';
import type { AmountSpec, ClassSpec, GoalsSpec, PolicySpec, TierSpec } from './policySpec.js';
import { AGE_MAX_SECONDS } from './quantities.js';
import { selectsEverything, selectsNothing } from './selector.js';
import { contradictsItself, takesAllOf } from './selectorReach.js';

/** Shares that people write as percentages do not add up to the last bit. */
const ROUNDING = 1e-9;

/** What can't be meant: parts of a policy, each sound for itself, that contradict one another. */
export function checkContradictions(spec: PolicySpec, checks: Checks): void {
  const classes = entriesOf(spec.classes);
  const tiers = entriesOf(spec.tiers);
  const headroom = tiers.find(({ rank }) => rank === 0)?.headroomShare ?? 0;
  checkReach(classes, checks);
  classes.forEach((entry, i) => {
    checkPins(entry, `classes[${i}]`, checks);
    checkShare(entry, `classes[${i}]`, checks);
    checkRuleName(entry, `classes[${i}]`, spec, checks);
  });
  checkFloors(classes, 1 - headroom, checks);
  tiers.forEach((tier, i) => {
    checkTier(tier, `tiers[${i}]`, tiers, checks);
  });
  if (spec.goals) checkGoals(spec.goals, classes, headroom, checks);
}

/** First match wins: a class behind one that takes everything, or all that it would take, never matches. */
function checkReach(classes: readonly ClassSpec[], checks: Checks): void {
  const former = new Map<string, string>();
  let all: string | undefined;
  classes.forEach(({ name, selector = {} }, i) => {
    const path = `classes[${i}].selector`;
    const text = canonical(selector);
    const same = former.get(text);
    const wider = classes.slice(0, i).find((each) => takesAllOf(each.selector ?? {}, selector))?.name;
    if (selectsNothing(selector)) checks.that(path, selector, false, 'a selector that something can match');
    else if (all !== undefined) {
      checks.that(path, selector, false, `its place before class ${all}, which takes everything: this never matches`);
    } else if (same !== undefined) {
      checks.that(path, selector, false, `another selector than that of class ${same}, which takes all of it before`);
    } else if (contradictsItself(selector)) {
      checks.that(path, selector, false, 'a selector whose parts can be met together: nothing meets all of these');
    } else if (wider !== undefined) {
      checks.that(path, selector, false, `its place before class ${wider}, which takes all of it: this never matches`);
    } else if (selectsEverything(selector)) all = name;
    former.set(text, name);
  });
}

/** The same text for the same selector, in whatever order its fields were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function checkPins(entry: ClassSpec, path: string, checks: Checks): void {
  const { fastFloor, fastCeiling } = entry;
  if (fastCeiling) {
    const free = (pin: string): string => `no ceiling: the class has ${pin}, and a ceiling is held by demotion`;
    for (const pin of ['alwaysFast', 'neverDemote'] as const) {
      if (entry[pin]) checks.refuse(`${path}.fastCeiling`, amountShown(fastCeiling), free(pin));
    }
  }
  if (fastFloor && fastCeiling && isAbove(fastFloor, fastCeiling)) {
    const expected = `at most the ceiling, ${amountShown(fastCeiling)}`;
    checks.refuse(`${path}.fastFloor`, amountShown(fastFloor), expected);
  }
}

/** A class that may move nothing, and has what only moves bring about. */
function checkShare({ rateShare, alwaysFast, fastCeiling }: ClassSpec, path: string, checks: Checks): void {
  if (rateShare !== 0) return;
  const above = (what: string): string => `more than 0%: the class has ${what}, and none of its bytes may move`;
  if (alwaysFast) checks.refuse(`${path}.rateShare`, '0%', above('alwaysFast, which promotion brings about'));
  if (fastCeiling) checks.refuse(`${path}.rateShare`, '0%', above('a ceiling, which is held by demotion'));
}

/** Of bytes and a share it hangs on the host which is more. */
function isAbove(floor: AmountSpec, ceiling: AmountSpec): boolean {
  if ('bytes' in floor && 'bytes' in ceiling) return floor.bytes > ceiling.bytes;
  if ('share' in floor && 'share' in ceiling) return floor.share > ceiling.share;
  return 'share' in ceiling && ceiling.share === 0 && 'bytes' in floor && floor.bytes > 0;
}

function amountShown(amount: AmountSpec): string {
  return 'bytes' in amount ? `${amount.bytes} bytes` : `${percent(amount.share)} of the fast tier`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}

function checkRuleName({ customRule }: ClassSpec, path: string, spec: PolicySpec, checks: Checks): void {
  if (customRule === undefined) return;
  const names = entriesOf(spec.customRules).map(({ name }) => name);
  const expected =
    names.length > 0 ? `one of customRules: ${names.join(', ')}` : 'a rule of customRules, and there is none';
  checks.that(`${path}.customRule`, customRule, names.includes(customRule), expected);
}

/** Each class has one cgroup at least wherever it is, so these floors are asked of a host that has them all. */
function checkFloors(classes: readonly ClassSpec[], usable: number, checks: Checks): void {
  let sum = 0;
  classes.forEach(({ fastFloor }, i) => {
    if (!fastFloor || !('share' in fastFloor)) return;
    const before = sum;
    sum += fastFloor.share;
    if (before > usable + ROUNDING || sum <= usable + ROUNDING) return;
    const expected = `floors that together leave the headroom: ${percent(usable)} at most, and these are ${percent(sum)}`;
    checks.refuse(`classes[${i}].fastFloor`, amountShown(fastFloor), expected);
  });
}

function checkTier(tier: TierSpec, path: string, tiers: readonly TierSpec[], checks: Checks): void {
  const { rank, headroomShare, lowShare, demoteTo } = tier;
  if (lowShare !== undefined) {
    checks.that(`${path}.lowShare`, lowShare, lowShare <= headroomShare, `at most the headroom, ${headroomShare}`);
  }
  if (demoteTo === undefined || demoteTo > rank) return;
  const circle = circleFrom(rank, tiers);
  const reason = circle ? `the path goes in a circle: ${circle.join(', ')}` : `tier ${demoteTo} is no slower`;
  checks.that(`${path}.demoteTo`, demoteTo, false, `a rank above ${rank}: ${reason}`);
}

/** The ranks on the way from a tier back to itself; undefined when the way ends. */
function circleFrom(start: number, tiers: readonly TierSpec[]): number[] | undefined {
  const next = new Map(tiers.map(({ rank, demoteTo }) => [rank, demoteTo]));
  const way = [start];
  for (let at = next.get(start); at !== undefined && way.length <= tiers.length; at = next.get(at)) {
    way.push(at);
    if (at === start) return way;
  }
  return undefined;
}

function checkGoals(goals: GoalsSpec, classes: readonly ClassSpec[], headroom: number, checks: Checks): void {
  const { starAtMost, fastFullAtLeast } = goals;
  checks.that('goals', goals, (starAtMost ?? fastFullAtLeast) !== undefined, 'starAtMost, fastFullAtLeast, or both');
  checks.optionalNumber('goals.starAtMost', starAtMost, 0, 1, 'of accesses');
  if (fastFullAtLeast !== undefined) {
    const most = 1 - headroom;
    const within = fastFullAtLeast >= 0 && fastFullAtLeast <= most + ROUNDING;
    const expected = `at most ${percent(most)}: plans leave ${percent(headroom)} of the fast tier free`;
    checks.that('goals.fastFullAtLeast', fastFullAtLeast, within, expected);
  }
  // Age is not counted beyond its most: a threshold above would never be met.
  const cold = boundsSound(goals.coldAgeSeconds, 'goals.coldAgeSeconds', 1, AGE_MAX_SECONDS, checks);
  const hot = boundsSound(goals.hotRate, 'goals.hotRate', 0, 1, checks);
  classes.forEach((entry, i) => {
    const { alwaysFast, neverDemote, hotWindows, coldAgeSeconds, hotRate } = entry;
    if (cold && !alwaysFast && !neverDemote) {
      within(`classes[${i}].coldAgeSeconds`, coldAgeSeconds, goals.coldAgeSeconds, ' seconds', checks);
    }
    if (hot && !alwaysFast && !hotWindows) within(`classes[${i}].hotRate`, hotRate, goals.hotRate, '', checks);
  });
}

function boundsSound(
  bounds: readonly [number, number],
  path: string,
  least: number,
  most: number,
  checks: Checks,
): boolean {
  const sound = Array.isArray(bounds) && bounds[0] >= least && bounds[0] <= bounds[1] && bounds[1] <= most;
  return checks.that(path, bounds, sound, `the least, from ${least} on, and then the most, up to ${most}`);
}

function within(
  path: string,
  value: number,
  [least, most]: readonly [number, number],
  unit: string,
  checks: Checks,
): void {
  const expected = `within the bounds of goals, ${least} to ${most}${unit}`;
  checks.that(path, value, value >= least && value <= most, expected);
}
