import { join } from 'node:path';
import { checkoutRoot } from '../../lab/guest.js';
import { type Figure, figure } from '../figure.js';
import { type PlacedPhase, placedPhases } from './labFigures.js';
import { movedName, PHASES, RIVAL, SHARES, SHIFTS, secondsName, systemsWanted } from './labNames.js';
import { type Amendments, labRun } from './labRun.js';
import type { System } from './labTask.js';

const AREA = 'brain';
const MOVED_OVER_NEEDED_MOST = 1.3;
/** Between passes over the hot set, as in `up`: every look of a tracker sees it, and the guest's CPU is left to others. */
const HOT_INTERVAL_US = 10_000;
/** A phase of a system that does not place its hot set ends after this. */
const PHASE_SECONDS: Readonly<Record<System, number>> = {
  thermocline: 60,
  'numa-balancing': 60,
  damos: 30,
  none: 5,
};
const RUN_LIMIT_SECONDS = 420;

/**
 * Thermocline as one would set it up where the hot set moves by the minute: pages stay for 5 s, and nothing is demoted for its
 * age alone, only for room and in exchange, as the kernel's own tiering does. The rate is as high as the guest can move pages,
 * for that has no limit of rate either.
 */
export const PLACING: Amendments = {
  brain: {
    policy: {
      name: 'lab',
      coldAge: '10m',
      hotRate: 0.25,
      headroom: 0.02,
      residence: '5s',
      heatHalfLife: '2s',
      bytesPerSecondPerHost: '24MiB',
    },
    plans: { every: '1s', expiry: '30s' },
  },
  collector: { window: '1s' },
  actuator: { limitBytesPerSecond: '128MiB', residence: '5s', headroomShare: 0.01, plans: { maxBytes: '64MiB' } },
};

/** Runs each system in turn, in a guest of its own, `runs` times, and gives the figures of them all. */
export async function placeFigures(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const systems = systemsWanted(wanted);
  const done = new Map<System, PlacedPhase[][]>(systems.map((system) => [system, []]));
  for (let i = 0; i < runs; i++) {
    for (const system of systems) {
      process.stderr.write(`brain: place, ${system}, run ${i + 1} of ${runs}\n`);
      done.get(system)?.push(await placeRun(system));
    }
  }
  return [...done].flatMap(([system, phases]) => figuresOf(system, phases, done.get(RIVAL)));
}

/** One run in a guest of its own. */
export async function placeRun(system: System, shifts: number = SHIFTS): Promise<PlacedPhase[]> {
  const { lines } = await labRun(
    {
      system,
      workload: join(checkoutRoot(), 'dist/workload/workload'),
      hotIntervalUs: HOT_INTERVAL_US,
      scene: {
        kind: 'place',
        footprint: 1.3,
        hotShare: 0.1,
        shifts,
        settleSeconds: 3,
        phaseSeconds: PHASE_SECONDS[system],
      },
    },
    system === 'thermocline' ? PLACING : undefined,
    RUN_LIMIT_SECONDS,
  );
  const phases = placedPhases(lines);
  for (const each of phases) {
    const seconds = SHARES.map((share) => `${share * 100} % in ${each.secondsTo(share).toFixed(1)} s`).join(', ');
    process.stderr.write(
      `  ${each.phase === 0 ? 'start' : `shift ${each.phase}`}: ${seconds}; ${each.fastAtEnd.toFixed(3)} fast at the end, moved ${each.movedOverNeeded.toFixed(2)} of what was needed\n`,
    );
  }
  return phases;
}

type Runs = readonly PlacedPhase[][];

function figuresOf(system: System, runs: Runs, rival: Runs | undefined): Figure[] {
  const held = system === 'thermocline';
  const seconds = (name: string, value: (phases: readonly PlacedPhase[]) => number): Figure => {
    const most = held && rival ? figure(AREA, name, rival.map(value), 's').median : undefined;
    return byMedian(figure(AREA, name, runs.map(value), 's'), most, `at most ${RIVAL}'s`);
  };
  const moved = (name: string, value: (phases: readonly PlacedPhase[]) => number): Figure =>
    byMedian(
      figure(AREA, name, runs.map(value), 'ratio', 'needed'),
      held ? MOVED_OVER_NEEDED_MOST : undefined,
      'at most',
    );
  const all = SHARES[SHARES.length - 1] ?? 1;
  const figures = [
    seconds(secondsName(system), (phases) => Math.max(...phases.map((each) => each.secondsTo(all)))),
    moved(movedName(system), (phases) => Math.max(...phases.map((each) => each.movedOverNeeded))),
  ];
  for (const [phase, when] of PHASES.entries()) {
    const at = (phases: readonly PlacedPhase[]) => phases[phase];
    for (const share of SHARES) {
      figures.push(seconds(secondsName(system, when, share), (phases) => at(phases)?.secondsTo(share) ?? Number.NaN));
    }
    figures.push(moved(movedName(system, when), (phases) => at(phases)?.movedOverNeeded ?? Number.NaN));
  }
  return figures;
}

/** The bars are for the median of the runs, not for the worst: single runs of emulated systems scatter. */
function byMedian(measured: Figure, most: number | undefined, words: string): Figure {
  if (most === undefined) return measured;
  return { ...measured, bar: `${words} ${Number(most.toPrecision(4))} (median)`, holds: measured.median <= most };
}
