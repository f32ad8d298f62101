import { type Figure, figure } from './figure.js';
import {
  busiestSecondBytes,
  lastOf,
  meanRateWhileWorkWaits,
  secondsToPlace,
  starEstimateError,
} from './loopFigures.js';
import { type LoopRun, loopRun } from './loopRun.js';

/**
 * The run that the bars are for: lab, two nodes of 1 GiB, 512 MiB of which 64 hot, one shift. The limit is one that the emulated
 * processor can keep up with: above some 10 MiB/s it is the guest that is measured, not the limiter.
 */
export const LOOP_LIMIT_MIB = 10;
const SHIFT_AT_S = 70;
const RUN_S = 140;
const MIB = 2 ** 20;

/** Area `loop`: the whole thread from access bits to moved pages, in the lab guest. Times are guest time. */
export async function loopArea(runs: number): Promise<Figure[]> {
  const done: LoopRun[] = [];
  for (let i = 0; i < runs; i++) {
    process.stderr.write(`loop: run ${i + 1} of ${runs}, about ${RUN_S + 45} s\n`);
    const options = [
      '--lab',
      '--for',
      String(RUN_S),
      '--shift-at',
      String(SHIFT_AT_S),
      '--limit',
      `${LOOP_LIMIT_MIB}MiB`,
      '--cold-age',
      '5s',
    ];
    done.push(await loopRun([...options, '--json'], (line) => process.stderr.write(line)));
  }
  return loopFigures(done);
}

export function loopFigures(runs: readonly LoopRun[]): Figure[] {
  const limit = LOOP_LIMIT_MIB * MIB;
  const of = (
    name: string,
    unit: string,
    value: (run: LoopRun) => number,
    ratio = '',
    bar?: Parameters<typeof figure>[5],
  ) => figure('loop', name, runs.map(value), unit, ratio, bar);
  return [
    of('hot-on-fast', 'share', (run) => lastOf(run.reports, 0)?.hotOnFast ?? 0, 'hot set', { least: 0.95 }),
    of('cold-on-slow', 'share', (run) => lastOf(run.reports, 0)?.coldOnSlow ?? 0, 'cold set', { least: 0.9 }),
    of('seconds-to-place', 's', (run) => secondsToPlace(run.reports, 0), '', { most: 60 }),
    of('seconds-after-shift', 's', (run) => secondsToPlace(run.reports, 1), '', { most: 60 }),
    of('rate-window-max/limit', 'ratio', (run) => busiestSecondBytes(run.moves) / limit, 'limit', {
      most: 1.02, // The workload has no huge pages, one of which may go beyond it.
    }),
    of('rate-mean/limit', 'ratio', (run) => meanRateWhileWorkWaits(run.moves, run.plans) / limit, 'limit', {
      least: 0.9,
    }),
    of('star-estimate-error', 'share', starEstimateError),
  ];
}
