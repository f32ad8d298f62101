import { join } from 'node:path';
import { checkoutRoot } from '../../lab/guest.js';
import { type Figure, figure } from '../figure.js';
import { CEILING_SLACK, type CeilingExcess, ceilingExcess } from './labFigures.js';
import { PLACING } from './labPlace.js';
import { labRun } from './labRun.js';
import { type CeilingScene, TENANT } from './labTask.js';

const AREA = 'brain';
const MIB = 2 ** 20;
const CEILING_MIB = 64;
const RUN_LIMIT_SECONDS = 300;
/** Hotter than the fast tier may hold of it: the ceiling alone keeps the tenant from having all of its memory fast. */
const SCENE: CeilingScene = {
  kind: 'ceiling',
  tenantMib: 2 * CEILING_MIB,
  neighbourMib: 64,
  neighbourMibPerSecond: 20,
  warmUpSeconds: 30,
  seconds: 120,
};

/** The tenant is hot as a whole: without the ceiling all of it would be promoted. */
const POLICY = {
  name: 'ceiling',
  classes: [
    {
      name: 'tenant',
      match: { cgroups: [`/${TENANT}`] },
      coldAge: '10m',
      hotRate: 0.25,
      fastCeiling: `${CEILING_MIB}MiB`,
    },
    { name: 'rest', coldAge: '10m', hotRate: 0.25 },
  ],
  tiers: [{ rank: 0, headroom: '2%' }],
  budgets: { perHost: '24MiB' },
  guards: { residence: '5s' },
  heatHalfLife: '2s',
};

/** memory.numa_stat of a cgroup with a ceiling, each second, while it touches all of its memory and a neighbour allocates. */
export async function ceilingFigures(runs: number): Promise<Figure[]> {
  const done: CeilingExcess[] = [];
  for (let i = 0; i < runs; i++) {
    process.stderr.write(`brain: ceiling of ${CEILING_MIB} MiB, run ${i + 1} of ${runs}, some 3 min\n`);
    const { lines } = await labRun(
      {
        system: 'thermocline',
        workload: join(checkoutRoot(), 'dist/workload/workload'),
        hotIntervalUs: 10_000,
        scene: SCENE,
      },
      { ...PLACING, policy: POLICY },
      RUN_LIMIT_SECONDS,
    );
    done.push(ceilingExcess(lines, CEILING_MIB * MIB));
  }
  const of = (name: string, unit: string, value: (run: CeilingExcess) => number, most?: number) =>
    figure(AREA, name, done.map(value), unit, 'ceiling', most === undefined ? undefined : { most });
  return [
    of('cgroup-over-ceiling', 'share', (run) => run.p95, CEILING_SLACK),
    of('cgroup-over-ceiling:worst', 'share', (run) => run.worst),
    of('cgroup-over-ceiling:recovery', 's', (run) => run.recoverySeconds),
  ];
}
