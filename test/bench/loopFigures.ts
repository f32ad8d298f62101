import { COLD_ON_SLOW_GOAL, HOT_ON_FAST_GOAL } from '../../deploy/up/placement.js';
import type { LoopRun, Move, PlanLine, Report } from './loopRun.js';

const WINDOW_MS = 1000;
/** What holds within this is taken for steady when the two STARs are compared. */
const STEADY_S = 6;

function placed(report: Report): boolean {
  return report.hotOnFast >= HOT_ON_FAST_GOAL && report.coldOnSlow >= COLD_ON_SLOW_GOAL;
}

/** Seconds from the phase's start to the first report that finds it placed; Infinity when none does. */
export function secondsToPlace(reports: readonly Report[], phase: number): number {
  const ofPhase = reports.filter((report) => report.phase === phase);
  const start = phase === 0 ? 0 : (reports.filter((report) => report.phase === phase - 1).at(-1)?.t ?? 0);
  const first = ofPhase.find(placed);
  return first ? first.t - start : Number.POSITIVE_INFINITY;
}

/** The last report before the phase ends. */
export function lastOf(reports: readonly Report[], phase: number): Report | undefined {
  return reports.filter((report) => report.phase === phase).at(-1);
}

/** Most bytes that completed within any one second. */
export function busiestSecondBytes(moves: readonly Move[]): number {
  let first = 0;
  let sum = 0;
  let most = 0;
  for (const move of moves) {
    sum += move.bytes;
    while ((moves[first] as Move).completedMonotonicMs <= move.completedMonotonicMs - WINDOW_MS) {
      sum -= (moves[first++] as Move).bytes;
    }
    most = Math.max(most, sum);
  }
  return most;
}

/** Bytes a second over the time in which plans were under way, from a plan's begin to its end; overlaps count once. */
export function meanRateWhileWorkWaits(moves: readonly Move[], plans: readonly PlanLine[]): number {
  const spans = plans
    .filter((plan) => Number(plan.finishedUnixMs) > 0 && Number(plan.pagesMoved) > 0)
    .map((plan) => [Number(plan.startedUnixMs), Number(plan.finishedUnixMs)] as const)
    .sort((a, b) => a[0] - b[0]);
  let busyMs = 0;
  let until = 0;
  let bytes = 0;
  for (const [from, to] of spans) {
    busyMs += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  const within = (ms: number): boolean => spans.some(([from, to]) => ms >= from - 1 && ms <= to + 1);
  for (const move of moves) if (within(move.completedUnixMs)) bytes += move.bytes;
  return busyMs > 0 ? (bytes * 1000) / busyMs : Number.NaN;
}

/** Median distance between the estimate from access bits and the workload's own count, where the latter holds still. */
export function starEstimateError({ reports, hosts }: LoopRun): number {
  const errors: number[] = [];
  for (const { unixMs, starEstimate } of hosts) {
    const around = reports.filter((report) => Math.abs(report.unixMs - unixMs) <= (STEADY_S * 1000) / 2);
    const stars = around.map((report) => report.star).filter((star) => star !== undefined);
    if (starEstimate === undefined || stars.length < 3) continue;
    const mean = stars.reduce((sum, star) => sum + star, 0) / stars.length;
    if (Math.max(...stars) - Math.min(...stars) < 0.05) errors.push(Math.abs(starEstimate - mean));
  }
  return errors.sort((a, b) => a - b)[errors.length >> 1] ?? Number.NaN;
}
