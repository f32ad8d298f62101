import type { MetricEvidence } from '../contract/gen/thermocline/v1/MetricEvidence.js';
import type { MetricSpec, MetricState } from '../core/analysis.js';
import { evidenceOf } from '../core/judge.js';
import { metricMeans } from '../core/metricMeans.js';
import type { RolloutSpec, RolloutState } from '../core/rollout.js';
import { comparedIn, neededOf } from '../core/rolloutSteps.js';

/** How far each metric of the analysis at hand is; none outside of an analysis. */
export function evidenceMessages(spec: RolloutSpec, state: RolloutState): MetricEvidence[] {
  const { analysis } = state;
  const at = spec.steps[state.step];
  if (at?.kind !== 'analysis' || !analysis) return [];
  const needed = neededOf(spec);
  const texts = evidenceOf(at.analysis, analysis, needed);
  const compared = comparedIn(spec, state);
  return at.analysis.metrics.map((metric, i) => {
    const measured = analysis.metrics[i];
    return {
      ...boundsMessage(metric),
      ...(measured && lookMessage(measured)),
      ...(measured && meansMessage(metricMeans(metric.name, measured, compared))),
      againstNeeded: needed.toFail,
      inFavourNeeded: needed.toSucceed,
      text: texts[i] ?? '',
    };
  });
}

function boundsMessage({ name, scale, failAbove, succeedBelow, failureLimit }: MetricSpec): MetricEvidence {
  return { metric: name, scale, failAbove, succeedBelow, failureLimit };
}

function lookMessage({
  effect,
  looks,
  hosts,
  against,
  inFavour,
  failures,
  missingReason,
}: MetricState): MetricEvidence {
  const [cohortHosts, controlHosts] = hosts;
  const known = { looks, cohortHosts, controlHosts, against, inFavour, failures, missing: missingReason ?? '' };
  return effect === undefined ? known : { ...known, effect };
}

function meansMessage({ cohort, control }: ReturnType<typeof metricMeans>): MetricEvidence {
  return {
    ...(cohort && { cohortBefore: cohort.before, cohortNow: cohort.now }),
    ...(control && { controlBefore: control.before, controlNow: control.now }),
  };
}
