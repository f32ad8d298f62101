import { type PlacementResult, placementRun } from '../../fleet-sim/placement.js';
import { MOVING, WORKLOADS, type WorkloadName } from '../../fleet-sim/workloads.js';
import { type Bar, type Figure, figure } from '../figure.js';

/** Two hours of a host's time, the first minutes of which included. */
const INTERVALS = 720;

export const PLACEMENT_FIGURES: readonly string[] = WORKLOADS.flatMap((name) => [
  `hit-share/oracle:${name}`,
  `hit-share/no-migration:${name}`,
  `useless-moves:${name}`,
]);

/** Placement by core in simulated time; each run is of another seed. */
export async function placementBench(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const workload of WORKLOADS) {
    const names = PLACEMENT_FIGURES.filter((name) => name.endsWith(`:${workload}`));
    if (!names.some(wanted)) continue;
    const results = Array.from({ length: runs }, (_, i) =>
      placementRun({ workload, seed: i + 1, intervals: INTERVALS }),
    );
    figures.push(...figuresOf(workload, results).filter(({ name }) => wanted(name)));
  }
  return figures;
}

function figuresOf(workload: WorkloadName, results: readonly PlacementResult[]): Figure[] {
  const of = (name: string, value: (result: PlacementResult) => number, unit: string, ratio: string, bar?: Bar) =>
    figure('brain', `${name}:${workload}`, results.map(value), unit, ratio, bar);
  const idle = workload === 'scan' || workload === 'scan-slow';
  return [
    of('hit-share/oracle', (each) => each.hitShare / each.oracleHitShare, 'ratio', "oracle's", oracleBar(workload)),
    of('hit-share/no-migration', (each) => each.hitShare / each.noMigrationHitShare, 'ratio', "first touch's", {
      least: idle ? 0.99 : 1,
    }),
    of('useless-moves', (each) => each.uselessMoves, 'share', 'moves', uselessBar(workload)),
  ];
}

/** None of a slow scan: whatever is moved because it was read is not read again for minutes. */
function uselessBar(workload: WorkloadName): Bar | undefined {
  return workload === 'scan-slow' ? undefined : { most: 0.01 };
}

/** A slow scan has none: what it reads next was not read for minutes, so that only who knows the future could have it fast. */
function oracleBar(workload: WorkloadName): Bar | undefined {
  if (workload === 'scan-slow') return undefined;
  return { least: MOVING.has(workload) ? 0.85 : 0.95 };
}
