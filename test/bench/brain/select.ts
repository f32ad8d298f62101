import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pagesOf, RUN_BYTES, setPlace } from '../../../services/core/columns.js';
import { extremesOf, lowestWithin, warmthOf } from '../../../services/core/select.js';
import { createSpaceHeat, type SpaceHeat } from '../../../services/core/space.js';
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
  const tables = makeSpaces();
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

function select(spaces: readonly SpaceHeat[]): { readonly ns: number; readonly taken: readonly number[] } {
  const before = process.cpuUsage();
  const warmth = warmthOf(spaces);
  const limit = SHARE * warmth.byHeat.reduce((sum, pages) => sum + pages, 0);
  const hotFrom = lowestWithin(warmth.byHeat, limit);
  const coldFrom = lowestWithin(warmth.byAge, limit);
  let hot = 0;
  let cold = 0;
  let sum = 0;
  for (const space of spaces) {
    const table = space.runs;
    const { heat } = table;
    const extremes = extremesOf(space, hotFrom, coldFrom);
    for (let i = 0; i < extremes.length; i++) {
      const index = extremes[i] as number;
      if ((heat[index] as number) >= hotFrom) hot += pagesOf(table, index);
      else cold += pagesOf(table, index);
      sum = (sum + index) | 0;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return { ns: (user + system) * 1000, taken: [hot, cold, sum >>> 0] };
}

/** Heat and age as a fleet has them: most runs cold, of any age; the rest of any heat, seen lately. */
function makeSpaces(): SpaceHeat[] {
  const random = xorshift(3);
  return Array.from({ length: TABLES }, () => {
    const space = createSpaceHeat();
    space.makeRoom(RUNS_PER_TABLE);
    const table = space.runs;
    for (let i = 0; i < RUNS_PER_TABLE; i++) {
      setPlace(table, i, i * 64, 1 + Math.floor(random() * 48));
      const cold = random() < 0.7;
      table.heat[i] = cold ? 2000 * random() ** 3 : 65_536 * random();
      table.age[i] = cold ? 65_536 * random() ** 3 : 0;
    }
    return space;
  });
}

function write(tables: readonly SpaceHeat[], file: string): void {
  const to = openSync(file, 'w');
  writeSync(to, Uint32Array.of(tables.length));
  for (const { count, bytes } of tables) {
    writeSync(to, Uint32Array.of(bytes.length / RUN_BYTES, count));
    writeSync(to, bytes);
  }
  closeSync(to);
}
