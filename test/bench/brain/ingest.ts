import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pagesOf, startOf } from '../../../services/core/columns.js';
import { beginLooks, decodeRuns } from '../../../services/core/engine.js';
import { mergeLook } from '../../../services/core/merge.js';
import { createSpaceHeat, DEFAULT_RESOLUTION, type SpaceHeat } from '../../../services/core/space.js';
import { type Figure, figure } from '../figure.js';
import { type Batches, batchFile, HALF_LIFE_SECONDS, makeBatches, WINDOW_SECONDS } from './batches.js';
import { naiveIngestNs } from './naiveIngest.js';
import { yardstick } from './yardstick.js';

const SPACES = 500;
const RUNS_PER_SPACE = 2000;
const WINDOWS = 9;
/** The first windows make the model and warm both up. */
const WARM_WINDOWS = 3;
const TURNS = 25;
/** Tables in huge pages, as Debian's own kernels give them unasked; without, a twelfth of the C's time goes into page tables. */
const IN_C = { env: { ...process.env, GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' }, encoding: 'utf8' } as const;

const PARAMETERS = {
  halfLifeSeconds: HALF_LIFE_SECONDS,
  markKeepSeconds: 3600,
  resolution: DEFAULT_RESOLUTION,
  maxRuns: 2 ** 20,
};

interface Measured {
  /** CPU of each window once warm, ns. */
  readonly windowNs: readonly number[];
  readonly checksum: number;
}

/**
 * Ingest against the same in C over the same batches, in turn, and against the plain way. What counts of each window is the
 * fastest of all turns, for what else runs on the machine can only add to it; what counts of a run of the bench is the median
 * over windows, which differ in what there is to do.
 */
export async function ingestBench(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const batches = makeBatches(SPACES, RUNS_PER_SPACE, WINDOWS);
  const engineNs: number[] = [];
  const cNs: number[] = [];
  const ratios: number[] = [];
  const parts: number[][] = [];
  const folder = mkdtempSync(join(tmpdir(), 'ingest-'));
  try {
    const file = join(folder, 'batches');
    writeFileSync(file, Buffer.concat(batchFile(batches)));
    const program = yardstick('engine');
    for (let run = 0; run < runs; run++) {
      const [ours, theirs]: [number[][], number[][]] = [[], []];
      for (let turn = 0; turn < TURNS; turn++) {
        const c = ingestInC(program, file);
        const engine = ingestHere(batches);
        if (c.checksum !== engine.checksum) throw new Error(`models differ: ${engine.checksum}, in C ${c.checksum}`);
        theirs.push([...c.windowNs]);
        ours.push([...engine.windowNs]);
      }
      const [engineWindows, cWindows] = [fastest(ours), fastest(theirs)];
      engineNs.push(median(engineWindows) / batches.runs);
      cNs.push(median(cWindows) / batches.runs);
      parts.push(partsInC(program, file, batches.runs));
      ratios.push(median(engineWindows.map((ns, i) => ns / (cWindows[i] as number))));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const figures = [
    figure('brain', 'ingest/c', ratios, 'ratio', 'CPU of C -O2', { most: 2.5 }),
    figure('brain', 'ingest-ns', engineNs, 'ns/run'),
    figure('brain', 'ingest-c-ns', cNs, 'ns/run', '', { most: 6 }),
  ];
  ['decode', 'merge', 'join'].forEach((part, i) => {
    const ns = parts.map((of) => of[i] as number);
    figures.push(figure('brain', `ingest-c-ns:${part}`, ns, 'ns/run'));
  });
  if (wanted('ingest/naive')) {
    const naive = engineNs.map(() => naiveIngestNs(batches));
    const shares = engineNs.map((ns, i) => ns / (naive[i] as number));
    figures.push(figure('brain', 'ingest/naive', shares, 'ratio', 'protobuf objects into a Map', { most: 0.02 }));
    figures.push(figure('brain', 'ingest-naive-ns', naive, 'ns/run'));
  }
  return figures;
}

/** Decode, merge and join in C, ns a run: of each window the fastest, of the windows the median. */
function partsInC(program: string, file: string, runs: number): number[] {
  const turns = Array.from({ length: TURNS }, () => {
    const numbers = execFileSync(program, [file, 'parts'], IN_C).trim().split('\n').map(Number);
    return numbers.slice(3 * WARM_WINDOWS, -1);
  });
  const least = fastest(turns);
  return [0, 1, 2].map((part) => median(least.filter((_, i) => i % 3 === part)) / runs);
}

function ingestInC(program: string, file: string): Measured {
  const numbers = execFileSync(program, [file], IN_C).trim().split('\n').map(Number);
  const checksum = numbers.pop() as number;
  return { windowNs: numbers.slice(WARM_WINDOWS), checksum };
}

/** Of each window the least of all turns. */
function fastest(turns: readonly (readonly number[])[]): number[] {
  return (turns[0] ?? []).map((_, window) => Math.min(...turns.map((turn) => turn[window] as number)));
}

function ingestHere({ spaces, windows, looks }: Batches): Measured {
  const models = Array.from({ length: spaces }, createSpaceHeat);
  const ns: number[] = [];
  for (let window = 0; window < windows; window++) {
    const endUnixMs = (window + 1) * WINDOW_SECONDS * 1000;
    const before = process.cpuUsage();
    for (let space = 0; space < spaces; space++) {
      const { runs, coverPages } = looks[window * spaces + space] as Batches['looks'][number];
      beginLooks();
      const decoded = decodeRuns(runs);
      if (!decoded) throw new Error('a look of the bench cannot be decoded');
      const look = {
        runs: decoded,
        coverage: { startPage: Float64Array.of(0), pages: Float64Array.of(coverPages) },
        nodes: [0, 1],
        windowSeconds: WINDOW_SECONDS,
        endUnixMs,
        residencyUnixMs: endUnixMs,
        pageGranular: true,
      };
      mergeLook(models[space] as SpaceHeat, look, PARAMETERS);
    }
    const { user, system } = process.cpuUsage(before);
    ns.push((user + system) * 1000);
  }
  const checksum = models.reduce((sum, model) => checksumOf(model, sum), 2_166_136_261);
  return { windowNs: ns.slice(WARM_WINDOWS), checksum };
}

/** FNV-1a over words, as in engine.c. */
function checksumOf(space: SpaceHeat, seed: number): number {
  const { runs } = space;
  const { heat, age, node, kind, mark, stale, seen } = runs;
  let sum = seed;
  const mix = (value: number): void => {
    sum = Math.imul(sum ^ value, 16_777_619) >>> 0;
  };
  for (let i = 0; i < runs.count; i++) {
    const start = startOf(runs, i);
    mix(start % 2 ** 32);
    mix(Math.floor(start / 2 ** 32));
    mix(pagesOf(runs, i));
    mix(((heat[i] as number) << 16) | (age[i] as number));
    mix(((node[i] as number) << 24) | ((kind[i] as number) << 16) | ((mark[i] as number) << 8) | (stale[i] as number));
    mix(seen[i] as number);
  }
  return sum;
}

/** Of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((below ?? Number.NaN) + (above ?? Number.NaN)) / 2;
}
