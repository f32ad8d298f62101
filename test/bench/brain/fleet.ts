import { type FleetReport, fleetRun } from '../../fleet-sim/fleetRun.js';
import { type Figure, figure } from '../figure.js';

/** Seconds that a fleet of so many hosts is run. */
const SECONDS: Readonly<Record<number, number>> = { 10000: 600, 1000: 180, 100: 360 };
/**
 * Before costs are compared: small fleets have the code compiled and their hosts placed by then as large ones have. With fewer
 * hosts a few hundred batches would have to do it.
 */
const WARM_UP = { hosts: 1000, seconds: 60 };
const SIZES = Object.keys(SECONDS).map(Number);
const LARGEST = Math.max(...SIZES);
const MOST_LAG_SECONDS = 10;
/** Cost of a host in the largest fleet over that in a smaller one, after the warm-up. */
const MOST_COST_RATIO = 1.2;

export const FLEET_FIGURES: readonly string[] = SIZES.flatMap((hosts) => [
  `fleet-lag-s:${hosts}`,
  `first-plan-s:${hosts}`,
  `cpu-us-per-host:${hosts}`,
  `cpu-us-per-host-warm:${hosts}`,
  `cpu-us-idle-second:${hosts}`,
  `cpu-us-per-host-nats:${hosts}`,
  `cpu-us-per-host-simulator:${hosts}`,
  ...(hosts < LARGEST ? [`cpu-us-per-host:${LARGEST}/${hosts}`] : []),
]);

/**
 * Fleets of 2,000 runs a host each ten seconds through one brain and one nats-server, on the wire, mixed workload. CPU is from
 * the first window on, the warm-up included, a host and batch; that of the brain has no suffix. `warm` is the brain's after a
 * warm-up that all sizes share, and the ratios are of it. Nothing is subtracted: what the brain takes each second for leases, control
 * and rollouts (`idle`, once all hosts have fallen silent) is most of what a hundred hosts cost, so that the rest of it would be the
 * difference of two numbers that are nearly the same.
 */
export async function fleetBench(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  const cost = new Map<number, number[]>();
  const ratiosWanted = SIZES.some((hosts) => hosts < LARGEST && wanted(`cpu-us-per-host:${LARGEST}/${hosts}`));
  for (const hosts of [...SIZES].sort((a, b) => a - b)) {
    const own = FLEET_FIGURES.filter((name) => name.endsWith(`:${hosts}`));
    if (!own.some(wanted) && !ratiosWanted) continue;
    const reports: FleetReport[] = [];
    for (let run = 1; run <= runs; run++) reports.push(await measured(hosts, run));
    const warm = reports.map((report) => report.warmUsPerBatch ?? Number.NaN);
    cost.set(hosts, warm);
    const warmFigure = figure('brain', `cpu-us-per-host-warm:${hosts}`, warm, 'us');
    figures.push(...[...figuresOf(hosts, reports), warmFigure].filter(({ name }) => wanted(name)));
  }
  const largest = cost.get(LARGEST);
  for (const [hosts, each] of cost) {
    if (hosts === LARGEST || !largest) continue;
    const name = `cpu-us-per-host:${LARGEST}/${hosts}`;
    const ratios = largest.map((value, i) => value / (each[i] as number));
    const ratio = figure('brain', name, ratios, 'ratio', `that of ${hosts} hosts`, { most: MOST_COST_RATIO });
    if (wanted(name)) figures.push(ratio);
  }
  return figures;
}

async function measured(hosts: number, seed: number): Promise<FleetReport> {
  const seconds = SECONDS[hosts] as number;
  process.stderr.write(`fleet: ${hosts} hosts for ${seconds} s\n`);
  return await fleetRun({
    hosts,
    runs: 2000,
    intervalSeconds: 10,
    workload: 'mixed',
    seed,
    fastShare: 0.4,
    // The kernel, too, leaves some of a node free, and so every host has something to promote in its first window.
    fill: 0.95,
    seconds,
    warmUp: WARM_UP,
    onReport: (report) => {
      const { brain, nats, simulator } = report.cpuUs;
      process.stderr.write(
        `  ${report.seconds.toFixed(0)} s: lag ${report.lagSeconds.toFixed(2)} s, ${report.plans} plans, STAR ${report.star.toFixed(3)}, ` +
          `CPU us: brain ${brain.toFixed(0)}, nats ${nats?.toFixed(0)}, simulator ${simulator.toFixed(0)}\n`,
      );
    },
  });
}

function figuresOf(hosts: number, reports: readonly FleetReport[]): Figure[] {
  const of = (name: string, unit: string, value: (report: FleetReport) => number, most?: number) =>
    figure('brain', `${name}:${hosts}`, reports.map(value), unit, '', most === undefined ? undefined : { most });
  return [
    of('fleet-lag-s', 's', lagOf, MOST_LAG_SECONDS),
    of('first-plan-s', 's', ({ toFirstPlanSeconds }) => toFirstPlanSeconds.most, MOST_LAG_SECONDS),
    of('cpu-us-per-host', 'us', ({ cpuUs }) => cpuUs.brain),
    of('cpu-us-idle-second', 'us', ({ idleUsPerSecond }) => idleUsPerSecond ?? Number.NaN),
    of('cpu-us-per-host-nats', 'us', ({ cpuUs }) => cpuUs.nats ?? Number.NaN),
    of('cpu-us-per-host-simulator', 'us', ({ cpuUs }) => cpuUs.simulator),
  ];
}

/** A brain that did not answer, or a simulator that told windows late, proves nothing: no lag is claimed then. */
function lagOf(report: FleetReport): number {
  const sound = report.hostsWithoutPlan === 0 && report.publishErrors === 0 && report.lostBlocks === 0;
  return sound && report.batches > 0 ? report.worstLagSeconds : Number.NaN;
}
