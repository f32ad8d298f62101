import type { MetricEvidence } from '../contract/gen/thermocline/v1/MetricEvidence.js';
import type { Rollout } from '../contract/gen/thermocline/v1/Rollout.js';
import type { RolloutStage } from '../contract/gen/thermocline/v1/RolloutStage.js';
import type { RolloutStep as StepMessage } from '../contract/gen/thermocline/v1/RolloutStep.js';
import type { AnalysisSpec, Verdict } from '../core/analysis.js';
import { groupOf, type RolloutHost } from '../core/cohort.js';
import { drawCohort, drawControl } from '../core/draw.js';
import { evidenceOf } from '../core/judge.js';
import { drawOf } from '../core/judged.js';
import type { RolloutSpec, RolloutState, RolloutStep } from '../core/rollout.js';
import { neededOf } from '../core/rolloutSteps.js';
import { allowedVerbs } from '../core/rolloutVerbs.js';
import { phaseMessage } from './rolloutAudit.js';
import type { Kept } from './rolloutStore.js';

const VERDICTS = {
  successful: 'VERDICT_SUCCESSFUL',
  failed: 'VERDICT_FAILED',
  inconclusive: 'VERDICT_INCONCLUSIVE',
} as const satisfies Readonly<Record<Verdict, string>>;

/** A rollout as people see it. `fleet`: the hosts that this brain knows. */
export function rolloutMessage(
  kept: Pick<Kept, 'spec' | 'state' | 'source' | 'author' | 'createdUnixMs'>,
  fleet: readonly RolloutHost[],
): Rollout {
  const { spec, state, source, author, createdUnixMs } = kept;
  const { cohort, control } = groupsOf(spec, state, fleet);
  return {
    rolloutId: spec.rolloutId,
    policyName: spec.policyName,
    revision: spec.revision,
    stableRevision: spec.stableRevision,
    phase: phaseMessage(state.phase),
    phaseReason: state.reason,
    steps: spec.steps.map((step) => stepMessage(step, spec.intervalSeconds)),
    currentStep: state.step,
    createdUnixMs,
    author,
    controlShare: spec.controlShare,
    source,
    pausedBy: state.pausedBy ?? '',
    phaseSinceUnixMs: state.phaseSinceUnixMs,
    cohortHosts: cohort.length,
    controlHosts: control.length,
    judgements: state.judgements.map(({ verdict, ...rest }) => ({ ...rest, verdict: VERDICTS[verdict] })),
    evidence: evidence(spec, state),
    allowedVerbs: [...allowedVerbs(state)],
    undoMoves: spec.undoMoves,
    baselineSeen: state.baselineSeen,
    baselineIntervals: spec.baselineIntervals,
    intervalSeconds: spec.intervalSeconds,
  };
}

/** Which hosts each step would bring the revision to. */
export function stagesOf(spec: RolloutSpec, fleet: readonly RolloutHost[]): RolloutStage[] {
  const draw = drawOf(spec);
  let cuts = drawControl(draw, fleet, spec.controlShare);
  return spec.steps.flatMap((step, i) => {
    if (step.kind !== 'setWeight') return [];
    cuts = drawCohort(draw, cuts, fleet, step.percent, step.where);
    const of = (group: string): string[] =>
      fleet.filter((host) => groupOf(draw, cuts, host) === group).map(({ hostId }) => hostId);
    return [{ step: i, cohort: of('cohort'), control: of('control') }];
  });
}

export function groupsOf(spec: RolloutSpec, { cuts }: RolloutState, fleet: readonly RolloutHost[]) {
  const draw = drawOf(spec);
  const cohort: string[] = [];
  const control: string[] = [];
  for (const host of fleet) {
    const group = groupOf(draw, cuts, host);
    if (group === 'cohort') cohort.push(host.hostId);
    if (group === 'control') control.push(host.hostId);
  }
  return { cohort, control };
}

function stepMessage(step: RolloutStep, intervalSeconds: number): StepMessage {
  switch (step.kind) {
    case 'setWeight':
      return { setShare: step.percent / 100 };
    case 'shadow':
      return { setShare: step.percent / 100, shadow: true };
    case 'pause':
      return { pauseSeconds: step.seconds ?? 0 };
    case 'analysis':
      return { analysis: analysisMessage(step.analysis, intervalSeconds) };
  }
}

function analysisMessage({ metrics }: AnalysisSpec, intervalSeconds: number) {
  return {
    metrics: metrics.map(({ name }) => name),
    intervalSeconds,
    minimumSamples: Math.max(...metrics.map(({ minimumIntervals }) => minimumIntervals)),
    failureLimit: Math.max(...metrics.map(({ failureLimit }) => failureLimit)),
  };
}

function evidence(spec: RolloutSpec, { step, analysis }: RolloutState): MetricEvidence[] {
  const at = spec.steps[step];
  if (at?.kind !== 'analysis' || !analysis) return [];
  const needed = neededOf(spec);
  const texts = evidenceOf(at.analysis, analysis, needed);
  return at.analysis.metrics.map(({ name, scale, failAbove, succeedBelow, failureLimit }, i) => {
    const state = analysis.metrics[i];
    return {
      metric: name,
      ...(state?.effect === undefined ? {} : { effect: state.effect }),
      looks: state?.looks ?? 0,
      cohortHosts: state?.hosts[0] ?? 0,
      controlHosts: state?.hosts[1] ?? 0,
      against: state?.against ?? 0,
      againstNeeded: needed.toFail,
      inFavour: state?.inFavour ?? 0,
      inFavourNeeded: needed.toSucceed,
      missing: state?.missingReason ?? '',
      text: texts[i] ?? '',
      scale,
      failAbove,
      succeedBelow,
      failures: state?.failures ?? 0,
      failureLimit,
    };
  });
}
