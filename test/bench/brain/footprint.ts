import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Figure, figure } from '../figure.js';

const RUNS = 10_000_000;
const RUNS_PER_SPACE = 2000;
const LARGE_SPACES = 10;
const PROGRAM = fileURLToPath(new URL('./footprintProcess.js', import.meta.url));

/** Peak resident bytes a run of 10 million runs, less those of the same process with none. */
export async function footprintBench(runs: number): Promise<Figure[]> {
  const small: number[] = [];
  const large: number[] = [];
  for (let run = 0; run < runs; run++) {
    small.push(bytesPerRun(RUNS / RUNS_PER_SPACE, RUNS_PER_SPACE));
    large.push(bytesPerRun(LARGE_SPACES, RUNS / LARGE_SPACES));
  }
  return [
    figure('brain', 'bytes-per-run', small, 'B/run', '', { most: 20 }),
    figure('brain', 'bytes-per-run:large-spaces', large, 'B/run'),
  ];
}

function bytesPerRun(spaces: number, each: number): number {
  const [empty] = peak(0, each);
  const [full, held] = peak(spaces, each);
  return (full - empty) / held;
}

function peak(spaces: number, each: number): [bytes: number, held: number] {
  const printed = execFileSync(process.execPath, [PROGRAM, String(spaces), String(each)], { encoding: 'utf8' });
  return printed.trim().split(' ').map(Number) as [number, number];
}
