import { openKernel } from '../../../services/kernel/real.js';
import { CpuCount, hold, startActuator } from './guestAgent.js';
import { HOST, moveAll, OPEN } from './guestMigrate.js';
import { HandMade } from './handMade.js';
import { type CpuScene, FAST_NODE, type GuestLine, type GuestTask, SLOW_NODE } from './task.js';

/** There and back, for the compiler to be as warm as in a process that lives for weeks. */
const WARM_UPS = 4;

/** What large plans there and back cost. */
export async function conductCpu(
  task: GuestTask,
  { mib, pairs }: CpuScene,
  say: (line: GuestLine) => void,
  onFailure: (message: string) => void,
): Promise<void> {
  const kernel = openKernel({ procRoot: '/proc', sysRoot: '/sys' });
  const held = await hold(task, mib, onFailure);
  const actuator = await startActuator(task, OPEN, onFailure);
  const plans = await HandMade.open(task.natsUrl, task.stackDir, HOST);
  const thereAndBack = async (): Promise<void> => {
    for (const toNode of [SLOW_NODE, FAST_NODE]) await moveAll(plans, kernel, held, toNode);
  };
  for (let pair = 0; pair < WARM_UPS; pair++) await thereAndBack();
  const cpu = new CpuCount(actuator.pid ?? 0);
  for (let pair = 0; pair < pairs; pair++) await cpu.during(thereAndBack);
  for (const used of cpu.used()) say({ event: 'cpu', ...used });
  await plans.close();
  await actuator.stop();
}
