import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_BYTES, setPlace } from '../../../services/core/columns.js';
import type { PlanDraft } from '../../../services/core/draft.js';
import { applyFacts, createHost, type HostModel } from '../../../services/core/host.js';
import { planHost } from '../../../services/core/planner.js';
import { compilePolicy, type Policy } from '../../../services/core/policy.js';
import { heatOfShare } from '../../../services/core/quantities.js';
import { select, sitesOf } from '../../../services/core/selection.js';
import { situationOf } from '../../../services/core/situation.js';
import { createSpaceHeat, type SpaceHeat } from '../../../services/core/space.js';
import { type Figure, figure } from '../figure.js';
import { xorshift } from './batches.js';
import { median } from './ingest.js';
import { yardstick } from './yardstick.js';

const SPACES = 5000;
const RUNS_PER_SPACE = 2000;
/** The first ones are of code that is not compiled yet. */
const WARM_UP = 6;
const TURNS = 5;
const NOW_UNIX_MS = 1e12;
const PAGE = 4096;
const PLAN_SECONDS = 10;
const OPTIONS = { planSeconds: PLAN_SECONDS };
/** Of the bandwidth of slow memory about a hundredth. */
const BYTES_PER_SECOND = 100 * 2 ** 20;
/** Pages that may go each way where both wait. */
const PAGES_EACH_WAY = (BYTES_PER_SECOND * PLAN_SECONDS) / PAGE / 2;
const HOT_RATE = 0.5;
const ANON = 1;
const COLD_AGE_SECONDS = 480;

/**
 * What to move of 10 million runs, by the planner's own selection: histograms, budgets and cuts, and what is above the cuts; and
 * the hottest and coldest by exact histogram in C, over the same columns. `plan-ns` is a plan whole, from state to moves.
 */
export async function selectBench(runs: number): Promise<Figure[]> {
  const host = makeHost();
  const folder = mkdtempSync(join(tmpdir(), 'select-'));
  try {
    const file = join(folder, 'tables');
    write(
      [...host.spaces.values()].map(({ heat }) => heat),
      file,
    );
    const program = yardstick('select');
    const asked = [file, '2', heatOfShare(HOT_RATE), COLD_AGE_SECONDS, PAGES_EACH_WAY].map(String);
    for (let turn = 0; turn < WARM_UP; turn++) found(host);
    const [ratios, here, inC]: [number[], number[], number[]] = [[], [], []];
    const whole: number[] = [];
    for (let run = 0; run < runs; run++) {
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let turn = 0; turn < TURNS; turn++) {
        const lines = execFileSync(program, asked, { encoding: 'utf8' }).trim().split('\n').map(Number);
        const own = found(host);
        agree(planned(host, whole), lines.slice(2));
        theirs.push((lines[1] as number) / (SPACES * RUNS_PER_SPACE));
        ours.push(own.ns / (SPACES * RUNS_PER_SPACE));
      }
      here.push(median(ours));
      inC.push(median(theirs));
      ratios.push(median(ours.map((ns, i) => ns / (theirs[i] as number))));
    }
    return [
      figure('brain', 'select/c', ratios, 'ratio', 'CPU of C -O2, exact histogram', { most: 2 }),
      figure('brain', 'select-ns', here, 'ns/run'),
      figure('brain', 'select-c-ns', inC, 'ns/run'),
      figure('brain', 'plan-ns', whole, 'ns/run'),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function found(host: HostModel): { readonly ns: number } {
  const situation = situationOf(host, POLICY, [], NOW_UNIX_MS, OPTIONS);
  const sites = sitesOf(situation);
  const before = process.cpuUsage();
  const { promotions, demotions } = select(situation, sites);
  const ns = cpuNsSince(before);
  if (promotions !== PAGES_EACH_WAY || demotions !== PAGES_EACH_WAY) throw new Error(`${promotions}, ${demotions}`);
  return { ns };
}

function planned(host: HostModel, whole: number[]): PlanDraft {
  const before = process.cpuUsage();
  const draft = planHost(host, POLICY, [], NOW_UNIX_MS, OPTIONS);
  whole.push(cpuNsSince(before) / (SPACES * RUNS_PER_SPACE));
  if (!draft) throw new Error('nothing was planned');
  return draft;
}

function cpuNsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

/** The planner counts in bins of 16 heats and of 256 ages an octave, C in bins of one: but for those at the cut they take the same. */
function agree({ groups, totals }: PlanDraft, [hotFrom, coldFrom]: readonly number[]): void {
  let [heat, age] = [Infinity, Infinity];
  for (const { direction, heat: heats, ageSeconds } of groups) {
    if (direction === 'promotion') for (const each of heats) heat = Math.min(heat, each);
    else for (const each of ageSeconds) age = Math.min(age, each);
  }
  const isNear = heat >= ((hotFrom as number) >> 8) - 1 && age >= (coldFrom as number) * (1 - 1 / 128);
  const isAll = totals.promotedPages === PAGES_EACH_WAY && totals.demotedPages === PAGES_EACH_WAY;
  if (!isNear || !isAll) {
    throw new Error(`planned heat ${heat}, age ${age}, ${JSON.stringify(totals)}; in C from ${hotFrom}, ${coldFrom}`);
  }
}

const POLICY = policy();

function policy(): Policy {
  const compiled = compilePolicy({
    name: 'select',
    revision: 1,
    classes: [
      {
        name: 'all',
        selector: {},
        latencySensitive: false,
        priority: 0,
        coldAgeSeconds: COLD_AGE_SECONDS,
        hotRate: HOT_RATE,
      },
    ],
    tiers: [{ rank: 0, headroomShare: 0.02 }],
    bytesPerSecondPerHost: BYTES_PER_SECOND,
    residenceSeconds: 600,
    dataMaxAgeSeconds: 60,
    heatHalfLifeSeconds: 60,
  });
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.policy;
}

/** Heat and age as hosts have them: most runs cold, of any age; the rest of any heat, seen lately; half of each on either node. */
function makeHost(): HostModel {
  const random = xorshift(3);
  const host = createHost();
  const node = (id: number) => ({ id, tier: id, totalBytes: 2 ** 40, freeBytes: 2 ** 36 });
  applyFacts(host, { nodes: [node(0), node(1)], labels: {}, pageSize: PAGE, atUnixMs: NOW_UNIX_MS });
  for (let each = 0; each < SPACES; each++) {
    const heat = createSpaceHeat();
    heat.makeRoom(RUNS_PER_SPACE);
    heat.lastWindowEndUnixMs = NOW_UNIX_MS;
    heat.observedSeconds = 100_000;
    heat.pageGranular = true;
    const table = heat.runs;
    for (let i = 0; i < RUNS_PER_SPACE; i++) {
      setPlace(table, i, i * 64, 1 + Math.floor(random() * 48));
      const cold = random() < 0.7;
      table.heat[i] = cold ? 2000 * random() ** 3 : 65_536 * random();
      table.age[i] = cold ? 65_536 * random() ** 3 : 0;
      table.node[i] = random() < 0.5 ? 0 : 1;
    }
    table.kind.fill(ANON);
    const key = `process:${each}`;
    host.spaces.set(key, { key, command: 'x', cgroup: undefined, heat });
  }
  return host;
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
