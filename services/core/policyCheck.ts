import { Checks, entriesOf } from './checks.js';
import { checkClass } from './policyClassCheck.js';
import { checkContradictions } from './policyContradictions.js';
import type { PolicySpec } from './policySpec.js';
import type { Problem } from './problem.js';
import { STALE_MAX_TICKS, STALE_TICK_MS } from './quantities.js';

/** A plan names its reasons by one byte, and each class has one for each rule. */
export const MAX_CLASSES = 100;

/** Runs do not tell how stale they are beyond this. */
export const MAX_DATA_AGE_SECONDS = ((STALE_MAX_TICKS - 1) * STALE_TICK_MS) / 1000;

/** Names of policies stand in keys of a KV bucket and in messages. */
const POLICY_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
/** The rank of an unknown tier is above it. */
const MAX_RANK = 254;
const MAX = Number.MAX_SAFE_INTEGER;

/**
 * All that is wrong with a policy, as far as it can be told from the policy alone: numbers, names, and what contradicts
 * itself. Selectors' globs and regular expressions are checked where they are compiled. Never throws for what is written.
 */
export function policyProblems(spec: PolicySpec): Problem[] {
  const checks = new Checks();
  const named = typeof spec.name === 'string' && POLICY_NAME.test(spec.name);
  checks.that('name', spec.name, named, 'up to 63 letters, digits, _ and -, the first a letter or digit');
  checks.whole('revision', spec.revision, 0, MAX);
  checks.number('bytesPerSecondPerHost', spec.bytesPerSecondPerHost, 0, MAX, 'bytes a second');
  checks.optionalNumber('bytesPerSecondPerNodePair', spec.bytesPerSecondPerNodePair, 0, MAX, 'bytes a second');
  checks.optionalNumber('bytesPerSecondPerFleet', spec.bytesPerSecondPerFleet, 0, MAX, 'bytes a second');
  checkLabelBudgets(spec, checks);
  checkGuards(spec, checks);

  const classes = entriesOf(spec.classes);
  const counted = classes.length > 0 && classes.length <= MAX_CLASSES;
  checks.that('classes', spec.classes?.length, counted, `1 to ${MAX_CLASSES}`);
  classes.forEach((entry, i) => {
    checkClass(entry, `classes[${i}]`, checks);
  });
  checks.distinct(
    classes.map(({ name }) => name),
    (i) => `classes[${i}].name`,
    'a name that no other class has',
  );
  checkTiers(spec, checks);
  checkMoney(spec, checks);
  checkCustomRules(spec, checks);
  checkContradictions(spec, checks);
  return checks.problems;
}

function checkLabelBudgets({ labelBudgets }: PolicySpec, checks: Checks): void {
  const budgets = entriesOf(labelBudgets);
  budgets.forEach(({ label, bytesPerSecond }, i) => {
    checks.name(`labelBudgets[${i}].label`, label);
    checks.number(`labelBudgets[${i}].bytesPerSecond`, bytesPerSecond, 0, MAX, 'bytes a second');
  });
  checks.distinct(
    budgets.map(({ label }) => label),
    (i) => `labelBudgets[${i}].label`,
    'a label that no other budget has',
  );
}

function checkGuards(spec: PolicySpec, checks: Checks): void {
  checks.number('residenceSeconds', spec.residenceSeconds, 0, MAX, 'seconds');
  checks.optionalNumber('pingPongWindowSeconds', spec.pingPongWindowSeconds, 0, MAX, 'seconds');
  checks.optionalNumber('exchangeHeatGap', spec.exchangeHeatGap, 0, 1, 'of heat');
  checks.number('dataMaxAgeSeconds', spec.dataMaxAgeSeconds, 1, MAX_DATA_AGE_SECONDS, 'seconds');
  const { minConfidence } = spec;
  if (minConfidence !== undefined) {
    const reachable = typeof minConfidence === 'number' && minConfidence >= 0 && minConfidence < 1;
    checks.that('minConfidence', minConfidence, reachable, 'a share from 0 to below 1, which no heat ever reaches');
  }
  checks.number('heatHalfLifeSeconds', spec.heatHalfLifeSeconds, 1, MAX, 'seconds');
}

function checkTiers(spec: PolicySpec, checks: Checks): void {
  checks.that('tiers', spec.tiers, Array.isArray(spec.tiers), 'a list, which may be empty');
  const tiers = entriesOf(spec.tiers);
  tiers.forEach((tier, i) => {
    checks.whole(`tiers[${i}].rank`, tier.rank, 0, MAX_RANK);
    checks.number(`tiers[${i}].headroomShare`, tier.headroomShare, 0, 1, 'of the tier');
    checks.optionalNumber(`tiers[${i}].lowShare`, tier.lowShare, 0, 1, 'of the tier');
    if (tier.demoteTo !== undefined) checks.whole(`tiers[${i}].demoteTo`, tier.demoteTo, 0, MAX_RANK);
  });
  checks.distinct(
    tiers.map(({ rank }) => rank),
    (i) => `tiers[${i}].rank`,
    'a rank that no other entry has',
  );
}

function checkMoney({ payback, prices }: PolicySpec, checks: Checks): void {
  if (payback) {
    checks.number('payback.withinSeconds', payback.withinSeconds, 1, MAX, 'seconds');
    checks.number('payback.moveCostNanoseconds', payback.moveCostNanoseconds, 0, MAX, 'nanoseconds');
    checks.number('payback.slowPenaltyNanoseconds', payback.slowPenaltyNanoseconds, 0, MAX, 'nanoseconds');
  }
  if (prices) {
    checks.name('prices.currency', prices.currency);
    const tiers = entriesOf(prices.perGibMonthByTier);
    checks.that('prices.perGibMonthByTier', tiers.length, tiers.length > 0, 'a price for each tier, the fastest first');
    tiers.forEach((price, i) => {
      checks.number(`prices.perGibMonthByTier[${i}]`, price, 0, MAX, 'of the currency');
    });
    checks.number('prices.perMillionSlowAccesses', prices.perMillionSlowAccesses, 0, MAX, 'of the currency');
  }
}

function checkCustomRules({ customRules }: PolicySpec, checks: Checks): void {
  const rules = entriesOf(customRules);
  rules.forEach(({ name, source }, i) => {
    checks.name(`customRules[${i}].name`, name);
    const written = typeof source === 'string' && source.trim() !== '';
    checks.that(`customRules[${i}].source`, source, written, 'an ES module whose default export is the rule');
  });
  checks.distinct(
    rules.map(({ name }) => name),
    (i) => `customRules[${i}].name`,
    'a name that no other rule has',
  );
}
