import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Actuator } from '../../../services/actuator/actuator.js';
import { systemClock } from '../../../services/actuator/clock.js';
import { Journal } from '../../../services/actuator/journal.js';
import { Meters } from '../../../services/actuator/meters.js';
import type { BatchReport, MoveBatch, Mover } from '../../../services/actuator/moverPort.js';
import { Movers } from '../../../services/actuator/movers.js';
import { NO_RUNS, pageCountOf } from '../../../services/actuator/pageRuns.js';
import { Verdict } from '../../../services/actuator/verdict.js';
import { alike } from '../../../services/actuator/verdictRuns.js';
import type { ProcessIdentity } from '../../../services/kernel/port.js';
import { Metrics } from '../../../services/runtime/metrics.js';
import { machineOf, SETTINGS, SILENT } from '../../unit/actuator/kit/bench.js';
import { control, HOST, moves, plan, signed, signedControl, TRUSTED } from '../../unit/actuator/kit/plans.js';
import { type Figure, figure } from '../figure.js';
import { type Moved, rateFigures } from './rateFigures.js';

/** move_pages of 4 KiB pages between the sockets of a server: about 1 microsecond a page and 5 a call. */
export const PAGE_US = 1;
export const CALL_US = 5;
const SECONDS = 60;
export const PLAN_PAGES = 131_072;
/** How many plans are kept waiting, and how often the brain is heard. */
const PLANS_WAITING = 4;
const BEAT_MS = 5000;
const DELAY_SECONDS = 20;
const MOST_DELAY_MS = 20;

export async function timedRateBench(mbs: number, runs: number): Promise<Figure[]> {
  const done: Moved[][] = [];
  for (let i = 0; i < runs; i++) {
    process.stderr.write(`actuator: limit of ${mbs} MB/s for ${SECONDS} s against the timed mover\n`);
    done.push(await timedRun(timedScene(mbs * 1e6, SECONDS)));
  }
  return rateFigures(mbs, SECONDS, done);
}

/** p99 of the delay of the actuator's event loop while it moves as fast as the mover does. */
export async function timedDelayBench(runs: number): Promise<Figure[]> {
  const delays: number[] = [];
  for (let i = 0; i < runs; i++) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await timedRun(timedScene(2 ** 40, DELAY_SECONDS));
    delay.disable();
    delays.push(delay.percentile(99) / 1e6);
  }
  return [figure('actuator', 'loop-delay-p99-ms', delays, 'ms', '', { most: MOST_DELAY_MS })];
}

/** Plans that go on for some seconds, of the same pages there and back, and who moves them. */
export interface TimedScene {
  readonly bytesPerSecond: number;
  readonly seconds: number;
  readonly target: ProcessIdentity;
  /** First page and pages. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly mover: (onMoved: (moved: Moved) => void) => Mover;
  /** Told when all plans are signed and the first is handed over. */
  readonly onBegin?: () => void;
}

function timedScene(bytesPerSecond: number, seconds: number): TimedScene {
  const target = { pid: 7, startTicks: 1, startStack: '2', exeInode: 3 };
  return { bytesPerSecond, seconds, target, ranges: [[0x10000, PLAN_PAGES]], mover: timedMover };
}

/** The whole actuator but for the transports, plans always waiting; answers what completed when. */
export async function timedRun(scene: TimedScene): Promise<Moved[]> {
  const { bytesPerSecond, seconds, target, ranges, mover } = scene;
  const stateDir = mkdtempSync(join(tmpdir(), 'thermocline-timed-'));
  const machine = machineOf();
  const moved: Moved[] = [];
  const bounds = { keepMs: 60_000, maxBytes: 2 ** 26 };
  const journal = new Journal(join(stateDir, 'journal.log'), bounds);
  const actuator = new Actuator({
    hostId: HOST,
    settings: {
      ...SETTINGS,
      stateDir,
      limitBytesPerSecond: bytesPerSecond,
      batchPages: 65_536,
      plans: { maxBytes: 2 ** 23, maxPages: 2 ** 24, maxMoves: 500_000, maxWaiting: 64 },
    },
    kernel: machine,
    movers: Movers.of(mover((move) => moved.push(move))),
    keys: TRUSTED,
    journal,
    clock: systemClock,
    logger: SILENT,
    meters: new Meters(new Metrics('actuator'), 4096),
    publish: () => Promise.resolve(),
    fail: (error) => {
      throw error;
    },
  });
  actuator.hear('host', signedControl(control(1, {}, Date.now())));
  actuator.start();
  const planOf = (sequence: number) => {
    const [from, to] = sequence % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    return signed(plan(sequence, [moves({ target, from, to, ranges })]));
  };
  // Signed beforehand, for that is the brain's work.
  const pagesASecond = Math.min(bytesPerSecond / 4096, 1e6 / PAGE_US);
  const count = Math.ceil(((seconds + 2) * pagesASecond) / PLAN_PAGES) + PLANS_WAITING;
  const plans = Array.from({ length: count }, (_, i) => planOf(i + 1));
  scene.onBegin?.();
  let sent = 0;
  let beats = 1;
  const begun = performance.now();
  for (let ms = 0; ms < (seconds + 1.5) * 1000; ms = performance.now() - begun) {
    while (actuator.executor.waiting < PLANS_WAITING) actuator.intake.receive(plans[sent++] ?? planOf(sent));
    await sleep(50);
    if (ms > beats * BEAT_MS) actuator.hear('host', signedControl(control(++beats, {}, Date.now())));
  }
  void actuator.close();
  await sleep(500);
  rmSync(stateDir, { recursive: true, force: true });
  return moved;
}

/** Takes the time that the kernel of a fast host would, and moves everything it is asked to. */
function timedMover(onMoved: (moved: Moved) => void): Mover {
  return {
    name: 'move-pages',
    serves: ['process'],
    width: 1,
    probe: () => Promise.resolve({ works: true, code: undefined, text: '' }),
    survey: () => Promise.resolve({ huge: NO_RUNS, ended: undefined }),
    move: async ({ runs, notBeforeMs }: MoveBatch): Promise<BatchReport> => {
      const count = pageCountOf(runs);
      const startedMs = Math.max(systemClock.monotonicMs(), notBeforeMs);
      const tookMs = (CALL_US + PAGE_US * count) / 1000;
      const early = startedMs + tookMs - systemClock.monotonicMs();
      if (early > 0) await sleep(early);
      const completedMs = systemClock.monotonicMs();
      onMoved({ completedMs, bytes: count * 4096 });
      return {
        verdicts: alike(count, Verdict.moved, 0),
        pagesMoved: count,
        seconds: tookMs / 1000,
        startedMs,
        completedMs,
        ended: undefined,
      };
    },
    close: () => Promise.resolve(),
  };
}
