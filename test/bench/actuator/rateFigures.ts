import { type Figure, figure } from '../figure.js';

const WINDOW_MS = 1000;
export const MOST_OF_LIMIT = 1.02;
export const LEAST_MEAN = 0.9;

export interface Moved {
  /** When the last call of the batch ended, CLOCK_MONOTONIC. */
  readonly completedMs: number;
  readonly bytes: number;
}

/** Of moves in order of completion while work waited all the time: the fullest second, and the mean, over the limit. */
export function rateFigures(mbs: number, seconds: number, runs: readonly (readonly Moved[])[]): Figure[] {
  const limit = mbs * 1e6;
  return [
    figure(
      'actuator',
      `rate-window-max/limit:${mbs}`,
      runs.map((moves) => fullestSecond(moves) / limit),
      'ratio',
      'limit',
      {
        most: MOST_OF_LIMIT,
      },
    ),
    figure(
      'actuator',
      `rate-mean/limit:${mbs}`,
      runs.map((moves) => mean(moves, seconds) / limit),
      'ratio',
      'limit',
      {
        least: LEAST_MEAN,
      },
    ),
  ];
}

/** Most bytes that completed within any second (start, start + 1 s]. */
export function fullestSecond(moves: readonly Moved[]): number {
  let first = 0;
  let sum = 0;
  let most = 0;
  for (const { completedMs, bytes } of moves) {
    sum += bytes;
    while ((moves[first] as Moved).completedMs <= completedMs - WINDOW_MS) sum -= (moves[first++] as Moved).bytes;
    most = Math.max(most, sum);
  }
  return most;
}

/** Bytes a second within `seconds` of the first completion, whose own bytes came before and are left out. */
export function mean(moves: readonly Moved[], seconds: number): number {
  const begun = moves[0]?.completedMs ?? Number.NaN;
  const end = begun + seconds * 1000;
  let bytes = 0;
  for (const move of moves) if (move.completedMs > begun && move.completedMs <= end) bytes += move.bytes;
  return bytes / seconds;
}
