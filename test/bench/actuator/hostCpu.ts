import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChildMover } from '../../../services/actuator/childMover.js';
import { systemClock } from '../../../services/actuator/clock.js';
import type { MoveBatch, Mover } from '../../../services/actuator/moverPort.js';
import { pageCountOf } from '../../../services/actuator/pageRuns.js';
import { openKernel } from '../../../services/kernel/real.js';
import { SILENT } from '../../unit/actuator/kit/bench.js';
import { yardstick } from '../brain/yardstick.js';
import { type Figure, figure } from '../figure.js';
import { cpuOf } from './guestAgent.js';
import type { Moved } from './rateFigures.js';
import { CALL_US, PAGE_US, PLAN_PAGES, timedRun } from './timed.js';

const SECONDS = 20;
const WARM_SECONDS = 3;
const MIB = PLAN_PAGES / 256;
/** Runs as long as collectors find them on average (docs/benchmarks.md), and holes between them that nobody asks for. */
const RUN_PAGES = 24;
const HOLE_PAGES = 8;

/**
 * User CPU of the actuator and of its mover's child process, as a share of the time that the calls would take on a fast host, which
 * there is system CPU. The child is the real one, over the pages of a real process: this machine has one node, so its calls find
 * each page where it is to go, and what they take is not counted. Plans are of one run, and of many.
 */
export async function hostCpuBench(runs: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, runPages] of [
    ['timed', PLAN_PAGES],
    ['timed-runs', RUN_PAGES],
  ] as const) {
    const shares: number[] = [];
    for (let i = 0; i < runs; i++) shares.push(await userShare(runPages));
    figures.push(figure('actuator', `cpu-outside-kernel:${name}`, shares, 'ratio', 'time of calls'));
  }
  return figures;
}

async function userShare(runPages: number): Promise<number> {
  const held = spawn(yardstick('migrate'), ['hold', String(MIB)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(held.stdout, 'data')) as [Buffer];
  const { pid, startPage } = JSON.parse(line.toString()) as { pid: number; startPage: number };
  const target = openKernel().processes.identity(pid);
  if (!target) throw new Error(`process ${pid} is gone`);
  const paths = { procfs: '/proc', sysfs: '/sys' };
  const child = new ChildMover({ name: 'move-pages', serves: ['process'], paths, logger: SILENT });
  try {
    await child.probe();
    const ranges = rangesOf(startPage, runPages);
    const scene = {
      bytesPerSecond: 2 ** 40,
      target,
      ranges,
      mover: (told: (moved: Moved) => void) => paced(child, told),
    };
    await timedRun({ ...scene, seconds: WARM_SECONDS });
    let before = cpuOf(process.pid, [pid]);
    const onBegin = () => {
      before = cpuOf(process.pid, [pid]);
    };
    const moved = await timedRun({ ...scene, seconds: SECONDS, onBegin });
    const after = cpuOf(process.pid, [pid]);
    const callUs = moved.reduce((sum, { bytes }) => sum + CALL_US + (bytes / 4096) * PAGE_US, 0);
    for (const name of after.keys()) {
      const user = (after.get(name)?.user ?? 0) - (before.get(name)?.user ?? 0);
      const system = (after.get(name)?.system ?? 0) - (before.get(name)?.system ?? 0);
      process.stderr.write(`actuator: ${name}: ${user.toFixed(2)} s user, ${system.toFixed(2)} s system\n`);
    }
    process.stderr.write(`actuator: ${(callUs / 1e6).toFixed(2)} s within calls\n`);
    const user = (all: typeof after) => [...all.values()].reduce((sum, each) => sum + each.user, 0);
    return ((user(after) - user(before)) * 1e6) / callUs;
  } finally {
    await child.close();
    held.kill();
  }
}

function rangesOf(startPage: number, runPages: number): (readonly [number, number])[] {
  if (runPages >= PLAN_PAGES) return [[startPage, PLAN_PAGES]];
  const stride = runPages + HOLE_PAGES;
  return Array.from({ length: Math.floor(PLAN_PAGES / stride) }, (_, i) => [startPage + i * stride, runPages]);
}

/** The child, from the one node to itself, and no faster than the kernel of a fast host moves. */
function paced(child: ChildMover, onMoved: (moved: Moved) => void): Mover {
  return {
    name: child.name,
    serves: child.serves,
    width: child.width,
    probe: () => child.probe(),
    survey: (request) => child.survey({ ...request, toNode: 0 }),
    move: async (batch: MoveBatch) => {
      const startedMs = systemClock.monotonicMs();
      const report = await child.move({ ...batch, fromNode: 0, toNode: 0 });
      const tookMs = (CALL_US + PAGE_US * pageCountOf(batch.runs)) / 1000;
      const early = startedMs + tookMs - systemClock.monotonicMs();
      if (early > 0) await sleep(early);
      onMoved({ completedMs: systemClock.monotonicMs(), bytes: report.pagesMoved * 4096 });
      return report;
    },
    close: () => child.close(),
  };
}
