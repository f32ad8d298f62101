import type { MetricEvidence__Output } from '../contract/gen/thermocline/v1/MetricEvidence.js';
import type { Rollout__Output } from '../contract/gen/thermocline/v1/Rollout.js';
import type { RolloutStep__Output } from '../contract/gen/thermocline/v1/RolloutStep.js';
import { facts, Table, type TableLook } from './columns.js';
import { ageText, secondsText, whenText } from './quantities.js';
import { digits, effectText, rolloutWord, stepText } from './rolloutWords.js';

/** Table of `rollouts list`. */
export function rolloutTable(look: TableLook, nowUnixMs: number): Table<Rollout__Output> {
  return new Table<Rollout__Output>(
    [
      { title: 'ROLLOUT', text: ({ rolloutId }) => rolloutId },
      { title: 'POLICY', text: ({ policyName, revision }) => `${policyName}@${revision}` },
      { title: 'PHASE', text: ({ phase }) => rolloutWord(phase) },
      { title: 'STEP', text: placeText, right: true },
      { title: 'COHORT', text: ({ cohortHosts }) => String(cohortHosts), right: true },
      { title: 'CONTROL', text: ({ controlHosts }) => String(controlHosts), right: true },
      { title: 'AGE', text: ({ createdUnixMs }) => ageText(createdUnixMs, nowUnixMs) },
      { title: 'STABLE', text: ({ policyName, stableRevision }) => `${policyName}@${stableRevision}`, wide: true },
      { title: 'AUTHOR', text: ({ author }) => author || '-', wide: true },
      { title: 'REASON', text: ({ phaseReason }) => phaseReason || '-', wide: true },
    ],
    look,
  );
}

/** A rollout for people: where it stands, its steps, and the evidence of the analysis at hand. */
export function rolloutLines(rollout: Rollout__Output, look: TableLook, nowUnixMs: number): string[] {
  const evidence = rollout.evidence.length > 0 ? ['', ...evidenceTable(look).lines(rollout.evidence)] : [];
  return [...factLines(rollout, nowUnixMs), '', ...stepTable(rollout, look).lines(rollout.steps), ...evidence];
}

function factLines(rollout: Rollout__Output, nowUnixMs: number): string[] {
  const { policyName, revision, stableRevision, phase, phaseReason, phaseSinceUnixMs, judgements } = rollout;
  const { baselineSeen, baselineIntervals, intervalSeconds } = rollout;
  const isObserving = phase === 'ROLLOUT_PHASE_BASELINE';
  const last = judgements.at(-1);
  return facts([
    ['Rollout', rollout.rolloutId],
    ['Policy', `${policyName} revision ${revision}, from ${stableRevision}`],
    ['Phase', `${rolloutWord(phase)} for ${ageText(phaseSinceUnixMs, nowUnixMs)}: ${phaseReason}`],
    [
      'Baseline',
      isObserving ? `${baselineSeen} of ${baselineIntervals} intervals of ${secondsText(intervalSeconds)}` : undefined,
    ],
    ['Hosts', `${rollout.cohortHosts} of the cohort, ${rollout.controlHosts} of control`],
    ['Rollback', rollout.undoMoves ? 'takes back what the revision moved' : 'leaves pages where they are'],
    ['Verdict', last && `${rolloutWord(last.verdict)} in step ${last.step + 1}: ${last.reason}`],
    ['Started', `${whenText(rollout.createdUnixMs, nowUnixMs)} by ${rollout.author || 'unknown'}`],
    ['May', rollout.allowedVerbs.join(', ') || 'nothing more'],
  ]);
}

function stepTable(rollout: Rollout__Output, look: TableLook): Table<RolloutStep__Output> {
  const { steps, judgements } = rollout;
  const place = (step: RolloutStep__Output): number => steps.indexOf(step);
  const verdict = (step: RolloutStep__Output): string => {
    const judged = judgements.filter((each) => each.step === place(step)).at(-1);
    return judged ? rolloutWord(judged.verdict) : '-';
  };
  return new Table<RolloutStep__Output>(
    [
      { title: 'STEP', text: (step) => String(place(step) + 1), right: true },
      { title: 'DOES', text: stepText },
      { title: 'STATE', text: (step) => stateText(rollout, place(step)) },
      { title: 'VERDICT', text: verdict },
    ],
    look,
  );
}

/** What became of a step. Nothing has begun while hosts are observed first. */
function stateText({ phase, currentStep }: Rollout__Output, step: number): string {
  if (step < currentStep) return 'done';
  return step > currentStep || phase === 'ROLLOUT_PHASE_BASELINE' ? '-' : rolloutWord(phase);
}

/** `3/8`; `-` before the first. */
function placeText({ phase, currentStep, steps }: Rollout__Output): string {
  if (phase === 'ROLLOUT_PHASE_BASELINE') return '-';
  return `${Math.min(currentStep + 1, steps.length)}/${steps.length}`;
}

/** Evidence is a multiple of chance, next to what is needed for a condition to be met. */
function evidenceTable(look: TableLook): Table<MetricEvidence__Output> {
  const bound = (scale: string, value: number): string => (scale === '' ? '-' : effectText(scale, value));
  return new Table<MetricEvidence__Output>(
    [
      { title: 'METRIC', text: ({ metric }) => metric },
      { title: 'EFFECT', text: ({ scale, effect }) => effectText(scale, effect), right: true },
      { title: 'FAIL-ABOVE', text: ({ scale, failAbove }) => bound(scale, failAbove), right: true },
      { title: 'AGAINST', text: ({ against, againstNeeded }) => `${digits(against)}/${digits(againstNeeded)}` },
      { title: 'SUCCEED-BELOW', text: ({ scale, succeedBelow }) => bound(scale, succeedBelow), right: true },
      { title: 'IN-FAVOUR', text: ({ inFavour, inFavourNeeded }) => `${digits(inFavour)}/${digits(inFavourNeeded)}` },
      { title: 'HOSTS', text: ({ cohortHosts, controlHosts }) => `${cohortHosts}:${controlHosts}` },
      { title: 'LOOKS', text: ({ looks }) => String(looks), right: true },
      { title: 'MISSING', text: ({ missing }) => missing || '-' },
    ],
    look,
  );
}
