import { Child } from '../../../deploy/up/child.js';
import { parseWorkloadLine, type WorkloadHot } from '../../workload/reports.js';
import { type Mover, movedSoFar, nodeMib } from './labSystems.js';
import { FAST_NODE, type GuestLine, type GuestTask, type PlaceScene, SLOW_NODE } from './labTask.js';

const HOT_REPORT_MS = 250;
/** Whole reports ask for every page and cost the emulator half a second: hardly any. */
const WHOLE_REPORT_MS = 3_600_000;
const PLACED = 0.95;

/** A hot set wholly on the slow node, and its shifts. Resolves when the last phase is over. */
export async function conductPlace(
  task: GuestTask,
  scene: PlaceScene,
  mover: Mover,
  say: (line: GuestLine) => void,
  onFailure: (message: string) => void,
): Promise<void> {
  const fastMib = nodeMib(FAST_NODE);
  const footprintMib = Math.round(scene.footprint * fastMib);
  const hotMib = Math.round(scene.hotShare * footprintMib);
  const pagesPerMib = 256;
  say({ event: 'sizes', fastMib, hotPages: hotMib * pagesPerMib, coldPages: (footprintMib - hotMib) * pagesPerMib });
  let over: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (over = resolve));
  let phase = -1;
  let startedAt = 0;
  let placedAt: number | undefined;
  let shifting = false;

  const hear = (hot: WorkloadHot): void => {
    const { t, hotPages, hotByNode } = hot;
    say({ event: 'hot', t, phase: hot.phase, hotPages, hotByNode, moved: movedSoFar() });
    if (hot.phase !== phase) {
      phase = hot.phase;
      startedAt = t;
      placedAt = undefined;
      shifting = false;
    }
    if ((hotByNode[FAST_NODE] ?? 0) >= PLACED * hotPages) placedAt ??= t;
    const done = t - startedAt >= scene.phaseSeconds || (placedAt !== undefined && t - placedAt >= scene.settleSeconds);
    if (!done || shifting) return;
    if (phase >= scene.shifts) over();
    else if (workload.pid !== undefined) {
      shifting = true;
      process.kill(workload.pid, 'SIGUSR1');
    }
  };
  const workload = new Child({
    name: 'workload',
    command: task.workload,
    args: [
      ...['--pdeathsig', '--hot-mib', String(hotMib), '--cold-mib', String(footprintMib - hotMib)],
      ...['--hot-node', String(SLOW_NODE), '--hot-interval-us', String(task.hotIntervalUs)],
      ...['--hot-report-interval-ms', String(HOT_REPORT_MS), '--report-interval-ms', String(WHOLE_REPORT_MS)],
      ...['--shift-to-node', String(SLOW_NODE)],
    ],
    logFile: '/tmp/workload.log',
    onLine: (line) => {
      const parsed = parseWorkloadLine(line);
      if (parsed.event === 'start') mover.begin();
      if (parsed.event === 'hot') hear(parsed);
    },
    onUnexpectedEnd: onFailure,
  }).start();
  await ended;
  await workload.stop();
}
