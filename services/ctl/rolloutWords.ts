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

/** As it is written: `setWeight 25% where class=batch`, `analysis of star, psi`. */
export function stepText({
  setShare,
  shadow,
  shadowSeconds,
  where,
  pauseSeconds,
  analysis,
}: RolloutStep__Output): string {
  if (setShare !== undefined && shadow) return `shadow ${percentText(setShare)} ${untilText(shadowSeconds)}`;
  if (setShare !== undefined) {
    const labels = Object.entries(where).map(([name, value]) => `${name}=${value}`);
    return `setWeight ${percentText(setShare)}${labels.length > 0 ? ` where ${labels.join(', ')}` : ''}`;
  }
  if (analysis) return `analysis of ${analysis.metrics.join(', ')}`;
  return `pause ${untilText(pauseSeconds ?? 0)}`;
}

function untilText(seconds: number): string {
  return seconds > 0 ? `for ${secondsText(seconds)}` : 'until a person goes on';
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
