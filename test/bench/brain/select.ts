import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunTable, pagesOf, type RunTable, setPlace, viewRuns } from '../../../services/core/columns.js';
import {
  countWarmth,
  createExtremes,
  createWarmth,
  lowestWithin,
  takeExtremes,
} from '../../../services/core/select.js';
import { type Figure, figure } from '../figure.js';
import { xorshift } from './batches.js';
import { median } from './ingest.js';
import { yardstick } from './yardstick.js';

const TABLES = 5000;
const RUNS_PER_TABLE = 2000;
const TURNS = 5;
/** Share of the pages to take, hot and cold each. */
const SHARE = 0.05;

/** The hottest and the coldest of 10 million runs, here and in C over the same columns. */
export async function selectBench(runs: number): Promise<Figure[]> {
  const tables = makeTables();
  const folder = mkdtempSync(join(tmpdir(), 'select-'));
  try {
    const file = join(folder, 'tables');
    write(tables, file);
    const program = yardstick('select');
    const [ratios, here, inC]: [number[], number[], number[]] = [[], [], []];
    for (let run = 0; run < runs; run++) {
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let turn = 0; turn < TURNS; turn++) {
        const lines = execFileSync(program, [file, '2'], { encoding: 'utf8' }).trim().split('\n').map(Number);
        const own = select(tables);
        if (lines.slice(2).join() !== own.taken.join()) throw new Error(`taken ${own.taken}, in C ${lines.slice(2)}`);
        theirs.push((lines[1] as number) / (TABLES * RUNS_PER_TABLE));
        ours.push(own.ns / (TABLES * RUNS_PER_TABLE));
      }
      here.push(median(ours));
      inC.push(median(theirs));
      ratios.push(median(ours.map((ns, i) => ns / (theirs[i] as number))));
    }
    return [
      figure('brain', 'select/c', ratios, 'ratio', 'CPU of C -O2, exact histogram', { most: 2 }),
      figure('brain', 'select-ns', here, 'ns/run'),
      figure('brain', 'select-c-ns', inC, 'ns/run'),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function select(tables: readonly RunTable[]): { readonly ns: number; readonly taken: readonly number[] } {
  const before = process.cpuUsage();
  const warmth = createWarmth();
  // Views are made anew, as SpaceHeat does.
  for (const { bytes, count } of tables) countWarmth(warmth, viewRuns(bytes, count));
  const limit = SHARE * warmth.byHeat.reduce((sum, pages) => sum + pages, 0);
  const counted = process.cpuUsage(before);
  if (process.env['SPLIT']) console.error('count', counted);
  const hotFrom = lowestWithin(warmth.byHeat, limit);
  const coldFrom = lowestWithin(warmth.byAge, limit);
  const extremes = createExtremes(RUNS_PER_TABLE);
  let hot = 0;
  let cold = 0;
  let sum = 0;
  for (const { bytes, count } of tables) {
    const table = viewRuns(bytes, count);
    takeExtremes(table, hotFrom, coldFrom, extremes);
    for (let i = 0; i < extremes.count; i++) {
      const index = extremes.index[i] as number;
      if ((table.heat[index] as number) >= hotFrom) hot += pagesOf(table, index);
      else cold += pagesOf(table, index);
      sum = (sum + index) | 0;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return { ns: (user + system) * 1000, taken: [hot, cold, sum >>> 0] };
}

/** Heat and age as a fleet has them: most runs cold, of any age; the rest of any heat, seen lately. */
function makeTables(): RunTable[] {
  const random = xorshift(3);
  return Array.from({ length: TABLES }, () => {
    const table = createRunTable(RUNS_PER_TABLE);
    table.count = RUNS_PER_TABLE;
    for (let i = 0; i < RUNS_PER_TABLE; i++) {
      setPlace(table, i, i * 64, 1 + Math.floor(random() * 48));
      const cold = random() < 0.7;
      table.heat[i] = cold ? 2000 * random() ** 3 : 65_536 * random();
      table.age[i] = cold ? 65_536 * random() ** 3 : 0;
    }
    return table;
  });
}

function write(tables: readonly RunTable[], file: string): void {
  const to = openSync(file, 'w');
  writeSync(to, Uint32Array.of(tables.length));
  for (const { capacity, count, bytes } of tables) {
    writeSync(to, Uint32Array.of(capacity, count));
    writeSync(to, bytes);
  }
  closeSync(to);
}
