import type { RolloutPhase__Output } from '../contract/gen/thermocline/v1/RolloutPhase.js';
import type { RolloutStep__Output } from '../contract/gen/thermocline/v1/RolloutStep.js';
import type { Verdict__Output } from '../contract/gen/thermocline/v1/Verdict.js';
import { secondsText } from './quantities.js';

/** Parts of a rollout as people read them. */

/** ROLLOUT_PHASE_ROLLING_BACK is RollingBack, VERDICT_FAILED is Failed. */
export function rolloutWord(name: RolloutPhase__Output | Verdict__Output): string {
  return name
    .replace(/^(ROLLOUT_PHASE|VERDICT)_/, '')
    .toLowerCase()
    .replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** As it is written: `setWeight 5%`, `analysis of star, psi`. */
export function stepText({ setShare, shadow, pauseSeconds, analysis }: RolloutStep__Output): string {
  if (setShare !== undefined) return `${shadow ? 'shadow' : 'setWeight'} ${percentText(setShare)}`;
  if (analysis) return `analysis of ${analysis.metrics.join(', ')}`;
  return pauseSeconds ? `pause for ${secondsText(pauseSeconds)}` : 'pause until a person goes on';
}

/** 0..1 as `5%`, `0.5%`. */
function percentText(share: number): string {
  return `${digits(share * 100)}%`;
}

/** An effect or a bound of it: `+3.1%` of scale ratio, `+0.031` of scale difference. */
export function effectText(scale: string, effect: number | undefined): string {
  if (effect === undefined) return '-';
  const sign = effect >= 0 ? '+' : '';
  return scale === 'ratio' ? `${sign}${digits(effect * 100)}%` : `${sign}${digits(effect)}`;
}

/** Three digits that say something. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
