import { setTimeout as sleep } from 'node:timers/promises';
import { openKernel } from '../../../services/kernel/real.js';
import { hold, movesOf, startActuator } from './guestAgent.js';
import { HandMade } from './handMade.js';
import { pagesFrom } from './heldMemory.js';
import { type CrashScene, FAST_NODE, type GuestLine, type GuestTask, SLOW_NODE } from './task.js';

/** Outcomes that come again come soon after the first. */
const LATE_MS = 1500;

/** One plan after the other, there and back; in the middle of each the actuator is killed, and started again. */
export async function conductCrash(
  task: GuestTask,
  { mib, bytesPerSecond, kills }: CrashScene,
  say: (line: GuestLine) => void,
  onFailure: (message: string) => void,
): Promise<void> {
  const kernel = openKernel({ procRoot: '/proc', sysRoot: '/sys' });
  const held = await hold(task, mib, onFailure);
  const numbers = pagesFrom(held.startPage, held.pages);
  const settings = { limitBytesPerSecond: `${bytesPerSecond / 1e6}MB`, headroomShare: 0, residence: '0s' };
  const start = () => startActuator(task, settings, onFailure);
  let actuator = await start();
  const plans = await HandMade.open(task.natsUrl, task.stackDir, 'lab-guest');
  const lastsMs = (held.pages * 4096 * 1000) / bytesPerSecond;
  for (let kill = 0; kill < kills; kill++) {
    const toNode = kill % 2 === 0 ? SLOW_NODE : FAST_NODE;
    const before = kernel.host.vmCounters().get('pgmigrate_success') ?? 0;
    const told = plans.carryOut([movesOf(kernel, held, toNode)]);
    told.catch((error: unknown) => onFailure(String(error)));
    const atMs = Math.random() * lastsMs;
    await sleep(atMs);
    await actuator.stop('SIGKILL');
    actuator = await start();
    const outcome = await told;
    await sleep(LATE_MS);
    const status = new Int32Array(held.pages);
    kernel.pages.queryNodes(held.pid, numbers, status);
    say({
      event: 'crash',
      atMs,
      pages: held.pages,
      onTarget: status.filter((node) => node === toNode).length,
      migrated: Number((kernel.host.vmCounters().get('pgmigrate_success') ?? 0) - before),
      toldMoved: Number(outcome.totals?.pagesMoved),
      outcomes: plans.heardOf(outcome.planId),
    });
  }
  await plans.close();
  await actuator.stop();
}
