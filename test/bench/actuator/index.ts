/** Area `actuator`: a registry of benches, as for `brain`; each file is loaded only when it runs. */
import type { Figure } from '../figure.js';
import { SINGLE_DELAY_NAME, SINGLE_NAMES } from './migrateNames.js';
import { MOVED_SHARE_NAMES } from './movedShare.js';
import { LAB_MBS } from './rate.js';
import { TIMED_MBS } from './timedNames.js';

interface Entry {
  readonly figures: readonly string[];
  readonly bench: (runs: number, wanted: (name: string) => boolean) => Promise<Figure[]>;
}

const crashNames = (where: string) => ['misplaced', 'moved-again', 'lost'].map((what) => `crash-${what}:${where}`);
const rateNames = (mbs: number) => [`rate-window-max/limit:${mbs}`, `rate-mean/limit:${mbs}`];

const ENTRIES: readonly Entry[] = [
  {
    figures: ['migrate/c', 'cpu-outside-kernel:small-plans', 'loop-delay-p99:lab/idle', 'loop-delay-p99-ms:lab'],
    bench: async (runs) => (await import('./migrate.js')).migrateBench(runs),
  },
  { figures: ['cpu-outside-kernel'], bench: async (runs) => (await import('./migrate.js')).cpuOutsideBench(runs) },
  { figures: ['migrate-bare/c'], bench: async (runs) => (await import('./migrate.js')).migrateBareBench(runs) },
  ...(['whole', 'bare'] as const).map((way) => ({
    figures: way === 'whole' ? [SINGLE_NAMES[way], SINGLE_DELAY_NAME] : [SINGLE_NAMES[way]],
    bench: async (runs: number) => (await import('./migrate.js')).migrateSingleBench(way, runs),
  })),
  ...LAB_MBS.map((mbs) => ({
    figures: rateNames(mbs),
    bench: async (runs: number) => (await import('./rate.js')).labRateBench(mbs, runs),
  })),
  ...TIMED_MBS.map((mbs) => ({
    figures: rateNames(mbs),
    bench: async (runs: number) => (await import('./timed.js')).timedRateBench(mbs, runs),
  })),
  {
    figures: ['loop-delay-p99-ms'],
    bench: async (runs) => (await import('./timed.js')).timedDelayBench(runs),
  },
  {
    figures: ['cpu-outside-kernel:timed', 'cpu-outside-kernel:timed-runs'],
    bench: async (runs) => (await import('./hostCpu.js')).hostCpuBench(runs),
  },
  { figures: crashNames('fake'), bench: async (runs) => (await import('./crash.js')).crashFakeBench(runs) },
  { figures: crashNames('lab'), bench: async (runs) => (await import('./crash.js')).crashLabBench(runs) },
  {
    figures: MOVED_SHARE_NAMES,
    bench: async (...given) => (await import('./movedShare.js')).movedShareBench(...given),
  },
];

export async function actuatorArea(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { figures: names, bench } of ENTRIES) {
    if (names.some(wanted)) figures.push(...(await bench(runs, wanted)));
  }
  return figures;
}
