/** What is wrong with a rollout before it starts: in what was asked for, and in whether this fleet can answer it. */

import { checkAnalysis } from './analysisCheck.js';
import { Checks, entriesOf } from './checks.js';
import { groupOf, hasLabels, type RolloutHost, stratumOf } from './cohort.js';
import { drawCohort, drawControl, MOST_STRATA } from './draw.js';
import { comparedAt, drawOf, judgedHosts } from './judged.js';
import type { Problem } from './problem.js';
import { mostEvidence } from './relabelling.js';
import type { RolloutSpec, RolloutStep } from './rollout.js';
import { analysesOf, neededOf } from './rolloutSteps.js';

const MOST_STEPS = 100;
const MOST_BASELINE = 10_000;
const DAY_SECONDS = 86_400;
/** Of the weight of all looks, what is left for evidence that is not there from the first look on. */
const REACHABLE = 0.5;

/**
 * @param isMetric whether hosts are measured by a metric of this name
 * @returns nothing where startRollout may be called
 */
export function rolloutProblems(
  spec: RolloutSpec,
  fleet: readonly RolloutHost[],
  isMetric: (name: string) => boolean,
): Problem[] {
  const checks = new Checks();
  checkSpec(spec, isMetric, checks);
  if (checks.problems.length === 0) checkFleet(spec, fleet, checks);
  return checks.problems;
}

/** What is wrong with a specification whatever the fleet is like. */
export function specProblems(spec: RolloutSpec, isMetric: (name: string) => boolean): Problem[] {
  const checks = new Checks();
  checkSpec(spec, isMetric, checks);
  return checks.problems;
}

function checkSpec(spec: RolloutSpec, isMetric: (name: string) => boolean, checks: Checks): void {
  checks.name('rolloutId', spec.rolloutId);
  checks.name('policyName', spec.policyName);
  checks.whole('revision', spec.revision, 1, Number.MAX_SAFE_INTEGER);
  const isOther = spec.stableRevision !== spec.revision;
  checks.that('stableRevision', spec.stableRevision, isOther, 'another revision than the one that is rolled out');
  checks.number('intervalSeconds', spec.intervalSeconds, 1, DAY_SECONDS, 'seconds');
  checks.number('falseFailureRate', spec.falseFailureRate, 1e-6, 0.5, 'of all rollouts');
  checks.number('falseSuccessRate', spec.falseSuccessRate, 1e-6, 0.5, 'of all analyses');
  checks.number('controlShare', spec.controlShare, 0, 0.5, 'of the hosts');
  const steps = entriesOf(spec.steps);
  checks.that('steps', steps.length, steps.length > 0 && steps.length <= MOST_STEPS, `1 to ${MOST_STEPS} steps`);
  checkSteps(steps, isMetric, checks);
  if (analysesOf(spec).length > 0) checks.whole('baselineIntervals', spec.baselineIntervals, 1, MOST_BASELINE);
}

function checkSteps(steps: readonly RolloutStep[], isMetric: (name: string) => boolean, checks: Checks): void {
  let reached = 0;
  let isAnybody = false;
  steps.forEach((step, i) => {
    const path = `steps[${i}]`;
    if (step.kind === 'shadow') checks.number(`${path}.percent`, step.percent, Number.MIN_VALUE, 100, '% of the hosts');
    if (step.kind === 'setWeight') {
      isAnybody = true;
      const isSound = checks.number(`${path}.percent`, step.percent, Number.MIN_VALUE, 100, '% of the hosts');
      if (!isSound || Object.keys(step.where ?? {}).length > 0) return;
      checks.that(`${path}.percent`, step.percent, step.percent >= reached, `at least ${reached}, as the stage before`);
      reached = step.percent;
    }
    if (step.kind === 'shadow' || step.kind === 'pause') {
      checks.optionalNumber(`${path}.seconds`, step.seconds, 0, Number.MAX_SAFE_INTEGER, 'seconds');
    }
    if (step.kind !== 'analysis') return;
    checks.that(path, 'an analysis', isAnybody, 'a setWeight before it, for there is nobody to compare');
    checkAnalysis(step.analysis, `${path}.analysis`, isMetric, checks);
  });
  checkEnd(steps, checks);
}

/** Behind the last step all hosts are planned by the revision: who was not looked at before is nobody whom no step named. */
function checkEnd(steps: readonly RolloutStep[], checks: Checks): void {
  const last = steps.findLastIndex(({ kind }) => kind === 'setWeight');
  const step = steps[last];
  if (steps.length === 0) return;
  if (step?.kind !== 'setWeight') {
    checks.refuse('steps', 'no setWeight', 'a setWeight, for behind the last step all hosts have the revision');
    return;
  }
  const isAll = step.percent === 100 && Object.keys(step.where ?? {}).length === 0;
  const isLookedAt = steps.slice(last).some(({ kind }) => kind === 'analysis' || kind === 'pause');
  const says = 'an analysis or a pause behind it, for behind the last step all hosts have the revision';
  checks.that(`steps[${last}]`, `setWeight ${step.percent} at the end`, isAll || isLookedAt, says);
}

/** Whether the groups that this fleet gives can bring evidence to where it is needed, for one host of control never can. */
function checkFleet(spec: RolloutSpec, fleet: readonly RolloutHost[], checks: Checks): void {
  const draw = drawOf(spec);
  const eligible = fleet.filter((host) => hasLabels(host, spec.hosts));
  if (!checks.that('hosts', eligible.length, eligible.length > 0, 'labels that a host of the fleet has')) return;
  const strata = new Set(eligible.map((host) => stratumOf(draw, host))).size;
  if (!checks.that('spreadBy', strata, strata <= MOST_STRATA, `at most ${MOST_STRATA} combinations of values`)) return;
  const drawn = drawControl(draw, fleet, spec.controlShare);
  const judged = judgedHosts(spec, drawn, fleet);
  const needed = neededOf(spec);
  let cuts = drawn;
  spec.steps.forEach((step, i) => {
    if (step.kind === 'setWeight') {
      cuts = drawCohort(draw, cuts, fleet, step.percent, step.where);
      const isMet = eligible.some((host) => groupOf(draw, cuts, host) === 'cohort');
      checks.that(`steps[${i}]`, 'no host', isMet, 'a host that is not of control');
    }
    if (step.kind !== 'analysis') return;
    const { cohort, control } = comparedAt(spec, judged, cuts, i);
    for (const { minimumHosts, name } of step.analysis.metrics) {
      const least = Math.min(cohort.length, control.length);
      const which = `${cohort.length} of the cohort and ${control.length} of control`;
      if (least < minimumHosts) checks.refuse(`steps[${i}].analysis`, which, `${minimumHosts} of each for ${name}`);
    }
    const most = REACHABLE * mostEvidence(cohort.length, control.length);
    const asked = Math.max(needed.toFail, needed.toSucceed);
    if (most >= asked) return;
    checks.refuse(
      `steps[${i}].analysis`,
      `${cohort.length} hosts of the cohort and ${control.length} of control, whose evidence reaches ${Math.floor(most)} at most`,
      `groups whose evidence can reach ${Math.ceil(asked)}: a larger controlShare, a larger first stage, or fewer metrics`,
    );
  });
}
