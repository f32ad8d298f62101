import { type Figure, figure } from '../figure.js';
import { guestRun } from './guestRun.js';
import { SINGLE_DELAY_NAME, SINGLE_NAMES } from './migrateNames.js';
import type { GuestLine, MigrateScene } from './task.js';

const AREA = 'actuator';
const PAIRS = 15;
const MIB = 128;
const MB = 1e6;
const LIMIT_SECONDS = 540;
const LEAST_OF_C = { whole: 0.85, bare: 0.95 };
const MOST_USER_OF_SYSTEM = 0.05;
/** Plans as large as a host gets that has much to move: what a plan costs whatever its pages is little beside them. */
const CPU_MIB = 1024;
const CPU_PAIRS = 2;
/** Room on either node for that, and for the services on the first. */
const CPU_NODES = '1900,1300';
const MOST_DELAY_OF_IDLE = 2;

/** As the actuator's `parallelBatches` by default. The C loop makes one call at a time. */
const PARALLEL = 2;

/** Throughput against the C loop, CPU outside the kernel, and the event loop's delay meanwhile: one guest for all of them. */
export async function migrateBench(runs: number): Promise<Figure[]> {
  const ratios: number[] = [];
  const cpu: number[] = [];
  const delay: number[] = [];
  const more: Figure[] = [];
  for (let i = 0; i < runs; i++) {
    const lines = await migrateRun('whole', PARALLEL);
    ratios.push(...ratiosOf(lines));
    cpu.push(userOfSystem(lines));
    for (const line of lines) {
      if (line.event === 'delay') {
        delay.push(line.p99Ms / line.idleP99Ms);
        more.push(figure(AREA, 'loop-delay-p99-ms:lab', [line.p99Ms], 'ms'));
        more.push(figure(AREA, 'loop-delay-p99-ms:idle', [line.idleP99Ms], 'ms'));
      }
    }
    more.push(...speeds(lines, 'migrate'));
  }
  return [
    ofC('migrate/c', ratios, LEAST_OF_C.whole),
    figure(AREA, 'cpu-outside-kernel:small-plans', cpu, 'ratio', 'system CPU'),
    figure(AREA, 'loop-delay-p99:lab/idle', delay, 'ratio', 'idle', { most: MOST_DELAY_OF_IDLE }),
    ...more,
  ];
}

export async function migrateBareBench(runs: number): Promise<Figure[]> {
  const ratios: number[] = [];
  const more: Figure[] = [];
  for (let i = 0; i < runs; i++) {
    const lines = await migrateRun('bare', PARALLEL);
    ratios.push(...ratiosOf(lines));
    more.push(...speeds(lines, 'migrate-bare'));
  }
  return [ofC('migrate-bare/c', ratios, LEAST_OF_C.bare), ...more];
}

/** User CPU of all of the actuator's processes over their system CPU, in plans of 1 GiB. */
export async function cpuOutsideBench(runs: number): Promise<Figure[]> {
  const ratios: number[] = [];
  for (let i = 0; i < runs; i++) {
    process.stderr.write(
      `${AREA}: plans of ${CPU_MIB} MiB, ${CPU_PAIRS} pairs there and back after as many, some 3 min\n`,
    );
    const scene = { kind: 'cpu', mib: CPU_MIB, pairs: CPU_PAIRS } as const;
    ratios.push(userOfSystem(await guestRun(scene, LIMIT_SECONDS, CPU_NODES)));
  }
  return [figure(AREA, 'cpu-outside-kernel', ratios, 'ratio', 'system CPU', { most: MOST_USER_OF_SYSTEM })];
}

function userOfSystem(lines: readonly GuestLine[]): number {
  const used = lines.filter((line) => line.event === 'cpu');
  for (const { process: name, user, system } of used) {
    process.stderr.write(`${AREA}: ${name}: ${user.toFixed(2)} s user, ${system.toFixed(2)} s system\n`);
  }
  const sum = (of: 'user' | 'system') => used.reduce((total, each) => total + each[of], 0);
  return sum('user') / sum('system');
}

/** The same with one batch at a time, to tell what is gained by a second one. */
export async function migrateSingleBench(way: MigrateScene['way'], runs: number): Promise<Figure[]> {
  const ratios: number[] = [];
  const delay: number[] = [];
  for (let i = 0; i < runs; i++) {
    const lines = await migrateRun(way, 1);
    ratios.push(...ratiosOf(lines));
    for (const line of lines) if (line.event === 'delay') delay.push(line.p99Ms / line.idleP99Ms);
  }
  const figures = [figure(AREA, SINGLE_NAMES[way], ratios, 'ratio', 'C loop')];
  if (delay.length > 0) figures.push(figure(AREA, SINGLE_DELAY_NAME, delay, 'ratio', 'idle'));
  return figures;
}

async function migrateRun(way: MigrateScene['way'], parallel: number): Promise<readonly GuestLine[]> {
  const what = `${way}, ${parallel} batches at a time`;
  process.stderr.write(`actuator: migrate, ${what}, ${PAIRS} pairs there and back of ${MIB} MiB, some 2 min\n`);
  return await guestRun({ kind: 'migrate', mib: MIB, pairs: PAIRS, way, parallel }, LIMIT_SECONDS);
}

function ratiosOf(lines: readonly GuestLine[]): number[] {
  return lines.flatMap((line) => (line.event === 'pair' ? [line.cSeconds / line.seconds] : []));
}

/** The bar is for the median of the pairs. */
function ofC(name: string, ratios: readonly number[], least: number): Figure {
  const measured = figure(AREA, name, ratios, 'ratio', 'C loop');
  return { ...measured, bar: `at least ${least} (median)`, holds: measured.median >= least };
}

function speeds(lines: readonly GuestLine[], name: string): Figure[] {
  const pairs = lines.filter((line) => line.event === 'pair');
  const speed = (seconds: (pair: (typeof pairs)[number]) => number) =>
    pairs.map((pair) => (2 * pair.pages * 4096) / MB / seconds(pair));
  return [
    figure(
      AREA,
      `${name}-mbs`,
      speed(({ seconds }) => seconds),
      'MB/s',
    ),
    figure(
      AREA,
      `${name}-c-mbs`,
      speed(({ cSeconds }) => cSeconds),
      'MB/s',
    ),
  ];
}
