import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ChildMover } from '../../../services/actuator/childMover.js';
import type { Kernel } from '../../../services/kernel/port.js';
import { openKernel } from '../../../services/kernel/real.js';
import { oneRun } from '../../unit/actuator/kit/runs.js';
import { CpuCount, type Held, hold, movesOf, startActuator } from './guestAgent.js';
import { HandMade } from './handMade.js';
import { FAST_NODE, type GuestLine, type GuestTask, type MigrateScene, SLOW_NODE } from './task.js';

export const HOST = 'lab-guest';
/** No limit, no room kept free, no residence: what is left is what the way through the actuator costs. */
export const OPEN = { limitBytesPerSecond: '1TiB', headroomShare: 0, residence: '0s', moveLog: undefined };
/** Batches in which the bare mover gets what is held, for each of those that work side by side. */
const BATCHES_EACH = 2;
const WARM_UPS = 3;
const IDLE_MS = 20_000;
const IDLE = `const h = require('perf_hooks').monitorEventLoopDelay({ resolution: 10 }); h.enable();
setTimeout(() => { console.log(h.percentile(99) / 1e6); process.exit(); }, ${IDLE_MS});`;

/** One way of moving all that is held to a node; answers the seconds that it took. */
type Way = (toNode: number) => Promise<number>;

/** Moves all that is held by one plan; answers the seconds from its begin to its end. Throws when a page was not moved. */
export async function moveAll(plans: HandMade, kernel: Kernel, held: Held, toNode: number): Promise<number> {
  const outcome = await plans.carryOut([movesOf(kernel, held, toNode)]);
  if (Number(outcome.totals?.pagesMoved) !== held.pages) throw new Error(JSON.stringify(outcome.totals));
  return (Number(outcome.finishedUnixMs) - Number(outcome.startedUnixMs)) / 1000;
}

/** C loop and ours in turn: each pair is there and back with either, so that both move in both directions. */
export async function conductMigrate(
  task: GuestTask,
  scene: MigrateScene,
  say: (line: GuestLine) => void,
  onFailure: (message: string) => void,
): Promise<void> {
  const kernel = openKernel({ procRoot: '/proc', sysRoot: '/sys' });
  const held = await hold(task, scene.mib, onFailure);
  const c = cLoop(task, held);
  if (scene.way === 'bare') {
    const { way, close } = await bare(kernel, held, scene.parallel);
    await inTurn(scene, held, c, way, say);
    return close();
  }
  // The loop's delay is taken as often as an idle Node takes it.
  const metrics = { listen: task.metricsAddress, loopDelayEvery: '10ms' };
  const actuator = await startActuator(task, { ...OPEN, parallelBatches: scene.parallel, metrics }, onFailure);
  const plans = await HandMade.open(task.natsUrl, task.stackDir, HOST);
  const whole: Way = (toNode) => moveAll(plans, kernel, held, toNode);
  // There and back for the compiler to warm up, and the second child to be started, as they have in a process that lives for weeks.
  for (let i = 0; i < WARM_UPS; i++) {
    await whole(SLOW_NODE);
    await whole(FAST_NODE);
  }
  const idleP99Ms = Number(await outputOf(process.execPath, ['-e', IDLE]));
  await lagP99Ms(task); // Begins anew with each reading.
  // While the C loop has its turn the actuator waits, which is no cost of moving.
  const cpu = new CpuCount(actuator.pid ?? 0);
  await inTurn(scene, held, c, (toNode) => cpu.during(() => whole(toNode)), say);
  for (const used of cpu.used()) say({ event: 'cpu', ...used });
  await lagP99Ms(task);
  // As long as the idle one was looked at, for a p99 is of as many samples then.
  for (const begun = performance.now(); performance.now() - begun < IDLE_MS; ) {
    for (const toNode of [SLOW_NODE, FAST_NODE]) await whole(toNode);
  }
  say({ event: 'delay', p99Ms: await lagP99Ms(task), idleP99Ms });
  await plans.close();
  await actuator.stop();
}

async function inTurn(scene: MigrateScene, { pages }: Held, c: Way, ours: Way, say: (line: GuestLine) => void) {
  for (let pair = 0; pair < scene.pairs; pair++) {
    const cSeconds = (await c(SLOW_NODE)) + (await c(FAST_NODE));
    const seconds = (await ours(SLOW_NODE)) + (await ours(FAST_NODE));
    say({ event: 'pair', cSeconds, seconds, pages });
  }
}

function cLoop({ migrate }: GuestTask, { pid, startPage, pages }: Held): Way {
  return async (toNode) => {
    const text = await outputOf(migrate, ['move', ...[pid, startPage, pages, toNode].map(String)]);
    const { seconds, there } = JSON.parse(text) as { seconds: number; there: number };
    if (there !== pages) throw new Error(`the C loop moved ${there} of ${pages} pages`);
    return seconds;
  };
}

/** The mover's child processes without their guard, asked for batch after batch. */
async function bare(kernel: Kernel, held: Held, parallel: number): Promise<{ way: Way; close: () => Promise<void> }> {
  const program = join(process.env['LAB_DIR'] ?? '.', 'dist/test/bench/actuator/bareMover.js');
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const paths = { procfs: '/proc', sysfs: '/sys' };
  const movers = Array.from(
    { length: parallel },
    () => new ChildMover({ name: 'move-pages', serves: ['process'], paths, logger: silent, program }),
  );
  for (const mover of movers) await mover.probe();
  const identity = kernel.processes.identity(held.pid);
  if (!identity) throw new Error(`process ${held.pid} is gone`);
  const way: Way = async (toNode) => {
    const begun = performance.now();
    const batchPages = Math.ceil(held.pages / (parallel * BATCHES_EACH));
    let next = 0;
    const batchAfterBatch = async (mover: ChildMover): Promise<void> => {
      for (let first = next; first < held.pages; first = next) {
        next += batchPages;
        const count = Math.min(batchPages, held.pages - first);
        const { pagesMoved } = await mover.move({
          space: { kind: 'process', process: identity },
          fromNode: 1 - toNode,
          toNode,
          runs: oneRun(held.startPage + first, count),
          resumed: false,
          sharedPages: false,
          retries: 3,
          backoffMs: 4,
          notBeforeMs: 0,
        });
        if (pagesMoved !== count) throw new Error(`${pagesMoved} of ${count} pages moved`);
      }
    };
    await Promise.all(movers.map(batchAfterBatch));
    return (performance.now() - begun) / 1000;
  };
  await way(SLOW_NODE);
  await way(FAST_NODE);
  return { way, close: () => Promise.all(movers.map((mover) => mover.close())).then(() => undefined) };
}

async function lagP99Ms({ metricsAddress }: GuestTask): Promise<number> {
  const text = await (await fetch(`http://${metricsAddress}/metrics`)).text();
  await sleep(0);
  return Number(/^nodejs_eventloop_lag_p99_seconds\S* (\S+)/m.exec(text)?.[1]) * 1000;
}

async function outputOf(program: string, args: readonly string[]): Promise<string> {
  if (program === process.execPath) {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    for await (const part of child.stdout) text += String(part);
    return text;
  }
  return (await promisify(execFile)(program, [...args])).stdout;
}
